//! How the basic types are read.

use super::{Cx, Decode, Node, Schema, Value};
use crate::diag::Span;
use crate::value::{Cpus, Pids, Port, Scalar};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

/// A value and where it stands, for problems that are found only later.
#[derive(Clone, Debug, PartialEq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands. A default stands nowhere, in [`Span::NOWHERE`].
    pub span: Span,
}

impl<T> At<T> {
    /// A value that stands in no text.
    pub const fn of(value: T) -> Self {
        Self { value, span: Span::NOWHERE }
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// As its value: where it stands is nobody else's business.
impl<T: serde::Serialize> serde::Serialize for At<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: fmt::Display> fmt::Display for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: Decode> Decode for At<T> {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        T::decode(node, cx).map(|value| Self { value, span: node.span })
    }

    fn stand_in() -> Option<Self> {
        T::stand_in().map(Self::of)
    }

    fn wrapped(node: &Node, cx: &mut Cx<'_>) -> Option<String> {
        T::wrapped(node, cx)
    }

    fn schema(schema: &mut Schema) -> Json {
        T::schema(schema)
    }

    fn to_json(&self) -> Option<Json> {
        self.value.to_json()
    }
}

/// Types that are written as a string.
pub(crate) trait Textual: Scalar {}

impl<T: Textual> Decode for T {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.text(node, T::WHAT, Quoted((!T::FREE).then_some(T::EXAMPLE)))?;
        cx.accepted(node.span, T::parse(text))
    }

    fn stand_in() -> Option<Self> {
        T::parse(T::EXAMPLE).ok()
    }

    fn schema(_: &mut Schema) -> Json {
        let mut schema = json!({ "type": "string", "title": T::WHAT, "description": T::RULE });
        if !T::FREE {
            schema["examples"] = json!([T::EXAMPLE]);
        }
        if let Some(pattern) = T::PATTERN {
            schema["pattern"] = json!(pattern);
        }
        schema
    }

    fn to_json(&self) -> Option<Json> {
        Some(json!(self.to_string()))
    }
}

/// An example as TOML has it, if there is one.
struct Quoted(Option<&'static str>);

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |example| write!(f, "\"{example}\""))
    }
}

macro_rules! textual {
    ($($name:ident),* $(,)?) => { $( impl Textual for crate::value::$name {} )* };
}

textual!(
    AlertName,
    BindAddress,
    Duration,
    Email,
    Glob,
    Host,
    HostPath,
    RelPath,
    HostPort,
    Image,
    Key,
    LabelName,
    Line,
    Memory,
    MetricName,
    Name,
    NetworkName,
    ParamName,
    ScrapeTarget,
    Size,
    OwnPath,
    SpecPath,
    Text,
    Tier,
    TimeOfDay,
    Url,
    UrlPath,
    Version,
);

impl Decode for bool {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Boolean(value) = node.value else {
            cx.wrong_type(node, "a boolean", "true");
            return None;
        };
        Some(value)
    }

    fn schema(_: &mut Schema) -> Json {
        json!({ "type": "boolean" })
    }

    fn to_json(&self) -> Option<Json> {
        Some(json!(self))
    }
}

impl Decode for u32 {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Integer(value) = node.value else {
            cx.wrong_type(node, "an integer", "20");
            return None;
        };
        let count = u32::try_from(value).ok();
        if count.is_none() {
            let reason = format!("is between 0 and {}", u32::MAX);
            cx.bad_value(node.span, "a count", &reason, None);
        }
        count
    }

    fn stand_in() -> Option<Self> {
        Some(1)
    }

    fn schema(_: &mut Schema) -> Json {
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
    }

    fn to_json(&self) -> Option<Json> {
        Some(json!(self))
    }
}

impl Decode for i64 {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Integer(value) = node.value else {
            cx.wrong_type(node, "an integer", "-100123456");
            return None;
        };
        Some(value)
    }

    fn schema(_: &mut Schema) -> Json {
        json!({ "type": "integer" })
    }

    fn to_json(&self) -> Option<Json> {
        Some(json!(self))
    }
}

impl Decode for f64 {
    #[expect(clippy::cast_precision_loss, reason = "a number above 2^53 is not exact")]
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        match node.value {
            Value::Integer(value) => Some(value as f64),
            Value::Float(value) if value.is_finite() => Some(value),
            Value::Float(_) => {
                cx.bad_value(node.span, "a number", "must be finite", None);
                None
            }
            _ => {
                cx.wrong_type(node, "a number", "0.05");
                None
            }
        }
    }

    fn schema(_: &mut Schema) -> Json {
        json!({ "type": "number" })
    }

    fn to_json(&self) -> Option<Json> {
        Some(json!(self))
    }
}

impl Decode for Port {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Integer(number) = node.value else {
            cx.wrong_type(node, "a port", Port::EXAMPLE);
            return None;
        };
        cx.accepted(node.span, Port::new(number))
    }

    fn schema(_: &mut Schema) -> Json {
        json!({ "type": "integer", "title": Port::WHAT, "description": Port::RULE, "minimum": 1, "maximum": 65535 })
    }

    fn to_json(&self) -> Option<Json> {
        Some(json!(self.get()))
    }
}

impl Decode for Pids {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Integer(number) = node.value else {
            cx.wrong_type(node, "an integer", Pids::EXAMPLE);
            return None;
        };
        cx.accepted(node.span, Pids::new(number))
    }

    fn schema(_: &mut Schema) -> Json {
        json!({ "type": "integer", "title": Pids::WHAT, "description": Pids::RULE, "minimum": 1, "maximum": 4_194_304 })
    }

    fn to_json(&self) -> Option<Json> {
        Some(json!(self.get()))
    }
}

impl Decode for Cpus {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let number = f64::decode(node, cx)?;
        cx.accepted(node.span, Cpus::new(number))
    }

    fn schema(_: &mut Schema) -> Json {
        json!({ "type": "number", "title": Cpus::WHAT, "description": Cpus::RULE, "minimum": 0.01, "maximum": 1024 })
    }

    fn to_json(&self) -> Option<Json> {
        Some(json!(self.get()))
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        T::decode(node, cx).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn wrapped(node: &Node, cx: &mut Cx<'_>) -> Option<String> {
        T::wrapped(node, cx)
    }

    fn schema(schema: &mut Schema) -> Json {
        T::schema(schema)
    }

    fn to_json(&self) -> Option<Json> {
        self.as_ref().and_then(Decode::to_json)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Array(items) = &node.value else {
            cx.wrong_type(node, "an array", "");
            return None;
        };
        // The good ones are kept, so that they can be looked at further.
        Some(items.iter().filter_map(|item| T::decode(item, cx)).collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn wrapped(node: &Node, cx: &mut Cx<'_>) -> Option<String> {
        super::wrap::in_list::<T>(node, cx)
    }

    fn schema(schema: &mut Schema) -> Json {
        json!({ "type": "array", "items": T::schema(schema) })
    }

    fn to_json(&self) -> Option<Json> {
        self.iter().map(Decode::to_json).collect::<Option<Vec<_>>>().map(Json::Array)
    }
}

impl<K: Scalar + Ord, V: Decode> Decode for BTreeMap<K, V> {
    fn decode(node: &Node, cx: &mut Cx<'_>) -> Option<Self> {
        let list = super::Listed::<K, V>::decode(node, cx)?;
        Some(list.into_iter().map(|(key, value)| (key.value, value)).collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(schema: &mut Schema) -> Json {
        super::Listed::<K, V>::schema(schema)
    }
}

/// Any value, to be read later, when it is known what it must be.
impl Decode for Node {
    fn decode(node: &Node, _: &mut Cx<'_>) -> Option<Self> {
        Some(node.clone())
    }

    fn schema(_: &mut Schema) -> Json {
        json!({})
    }
}

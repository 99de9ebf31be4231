//! The macros that write a type, its decoder and its schema from one definition.

/// Defines a table: a struct with public fields, each a key of the same name.
///
/// ```text
/// table! {
///     /// What the table is.
///     pub struct Retention("the retention") {
///         /// What the key is for.
///         time: Duration = Duration::from_secs(15 * 86_400),
///         /// Optional keys are `Option`s; a key without default that is no `Option`, list or
///         /// map must be there.
///         size: Option<Size>,
///     }
/// }
/// ```
///
/// The string names the table in messages. A last paragraph "Example: `value`" of a key's
/// documentation is the example in the schema and in the reference. A table whose keys can all be left out can be left out
/// itself. A field named `r#type` is the key `type`.
macro_rules! table {
    (
        $(#[doc = $doc:literal])*
        $(#[derive($derive:path)])?
        pub struct $name:ident($what:literal) {
            $( $(#[doc = $field_doc:literal])* $field:ident: $type:ty $(= $default:expr)?, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq $(, $derive)?)]
        #[allow(non_snake_case, reason = "fields are named as the keys are")]
        pub struct $name {
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl $name {
            /// The keys of the table.
            pub const KEYS: &'static [&'static str] =
                &[$( $crate::decode::table::key(stringify!($field)) ),*];
        }

        #[allow(non_snake_case, reason = "fields are named as the keys are")]
        impl $crate::decode::Decode for $name {
            fn decode(
                node: &$crate::decode::Node,
                cx: &mut $crate::decode::Cx<'_>,
            ) -> Option<Self> {
                let fields = $crate::decode::Fields::new(node, $what, Self::KEYS, cx)?;
                $( let $field = fields.take::<$type>(
                    const { $crate::decode::table::key(stringify!($field)) },
                    $crate::decode::table::default!($($default)?),
                    &[$($field_doc),*],
                    cx,
                ); )*
                fields.finish(cx);
                Some(Self { $( $field: $field? ),* })
            }

            fn absent() -> Option<Self> {
                $( let $field: $type = {
                    let default: Option<$type> = $crate::decode::table::default!($($default)?);
                    default.or_else(<$type as $crate::decode::Decode>::absent)?
                }; )*
                Some(Self { $( $field ),* })
            }

            fn wrapped(
                node: &$crate::decode::Node,
                cx: &mut $crate::decode::Cx<'_>,
            ) -> Option<String> {
                $crate::decode::in_table::<Self>(node, Self::KEYS, cx)
            }

            fn schema(schema: &mut $crate::decode::Schema) -> serde_json::Value {
                let description = $crate::decode::prose(&[$($doc),*]);
                schema.table(stringify!($name), &description, |schema| vec![$({
                    let default: Option<$type> = $crate::decode::table::default!($($default)?);
                    $crate::decode::SchemaField {
                        name: $crate::decode::table::key(stringify!($field)),
                        description: $crate::decode::prose(&[$($field_doc),*]),
                        required: default.is_none()
                            && <$type as $crate::decode::Decode>::absent().is_none(),
                        default: default.as_ref().and_then($crate::decode::Decode::to_json),
                        schema: <$type as $crate::decode::Decode>::schema(schema),
                    }
                }),*])
            }
        }
    };
}

/// Defines a choice: an enum whose variants are written as strings.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident($what:literal) {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $text:literal, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant, )*
        }

        impl $name {
            /// How each variant is written.
            pub const NAMES: &'static [&'static str] = &[$($text),*];

            /// How it is written.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode(
                node: &$crate::decode::Node,
                cx: &mut $crate::decode::Cx<'_>,
            ) -> Option<Self> {
                let text = cx.text(node, $what, concat!("\"", $crate::decode::table::first!($($text)*), "\""))?;
                match text {
                    $( $text => Some(Self::$variant), )*
                    _ => {
                        $crate::decode::table::no_choice(node, $what, Self::NAMES, cx);
                        None
                    }
                }
            }

            fn schema(_: &mut $crate::decode::Schema) -> serde_json::Value {
                serde_json::json!({ "oneOf": [
                    $( { "const": $text, "description": $crate::decode::prose(&[$($variant_doc),*]) } ),*
                ] })
            }

            fn to_json(&self) -> Option<serde_json::Value> {
                Some(serde_json::json!(self.as_str()))
            }
        }
    };
}

macro_rules! default {
    () => {
        None
    };
    ($default:expr) => {
        Some($default)
    };
}

macro_rules! first {
    ($first:literal $($rest:literal)*) => {
        $first
    };
}

pub(crate) use {choice, default, first, table};

use super::{Cx, Node};
use crate::diag::closest;

/// A field's key: its name, without the `r#` that Rust's keywords need.
pub(crate) const fn key(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Reports a string that is none of the choices.
pub(crate) fn no_choice(node: &Node, what: &str, names: &[&str], cx: &mut Cx<'_>) {
    let all: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let reason = format!("is one of {}", all.join(", "));
    let near = node.as_str().and_then(|text| closest(text, names.iter().copied()));
    cx.bad_value(node.span, what, &reason, near.map(|near| format!("did you mean \"{near}\"?")));
}

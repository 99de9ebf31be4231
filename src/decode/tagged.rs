//! Tables whose keys depend on their `type`.

use super::{Cx, Entry, Node, Value, codes};
use crate::diag::{Diagnostic, closest};

/// Defines an enum of tables: the table's key `type` says which one it is.
macro_rules! tagged {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident($what:literal) $(default $default:literal)? {
            $( $variant:ident = $text:literal, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $( #[doc = concat!("`type = \"", $text, "\"`.")] $variant($variant), )*
        }

        impl $name {
            /// How the types are written.
            pub const TYPES: &'static [&'static str] = &[$($text),*];

            /// Its type.
            pub const fn type_name(&self) -> &'static str {
                match self { $( Self::$variant(_) => $text, )* }
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode(
                node: &$crate::decode::Node,
                cx: &mut $crate::decode::Cx<'_>,
            ) -> Option<Self> {
                let default = $crate::decode::table::default!($($default)?);
                let (tag, rest) =
                    $crate::decode::tagged::split(node, $what, Self::TYPES, default, cx)?;
                match tag.as_str() {
                    $( $text => $variant::decode(&rest, cx).map(Self::$variant), )*
                    _ => None,
                }
            }

            fn schema(schema: &mut $crate::decode::Schema) -> serde_json::Value {
                let description = $crate::decode::prose(&[$($doc),*]);
                let default: Option<&str> = $crate::decode::table::default!($($default)?);
                let variants = vec![$(
                    ($text, stringify!($variant), $variant::schema(schema))
                ),*];
                $crate::decode::tagged::schema(stringify!($name), &description, default, variants, schema)
            }
        }
    };
}

pub(crate) use tagged;

/// The type of a table, and the table without it.
pub(crate) fn split(
    node: &Node,
    what: &str,
    types: &[&str],
    default: Option<&str>,
    cx: &mut Cx<'_>,
) -> Option<(String, Node)> {
    let entries = cx.entries(node, what)?;
    let rest: Vec<Entry> = entries.iter().filter(|entry| entry.key != "type").cloned().collect();
    let rest = Node { span: node.span, value: Value::Table(rest) };
    let all: Vec<_> = types.iter().map(|name| format!("\"{name}\"")).collect();
    let Some(tag) = node.get("type") else {
        if let Some(default) = default {
            return Some((default.to_owned(), rest));
        }
        cx.missing_key(
            node.span,
            "type",
            what,
            Some(format!("`type` is one of {}", all.join(", "))),
        );
        return None;
    };
    let text = cx.text(tag, "a type", &all[0])?;
    if types.contains(&text) {
        return Some((text.to_owned(), rest));
    }
    let near = closest(text, types.iter().copied());
    cx.report(
        Diagnostic::error(
            codes::BAD_VALUE,
            format!("the type of {what} is one of {}", all.join(", ")),
        )
        .at(tag.span, "")
        .help_opt(near.map(|near| format!("did you mean \"{near}\"?"))),
    );
    None
}

/// The schema of a tagged table.
pub(crate) fn schema(
    name: &str,
    description: &str,
    default: Option<&str>,
    variants: Vec<(&'static str, &'static str, serde_json::Value)>,
    schema: &mut super::Schema,
) -> serde_json::Value {
    use serde_json::json;
    let mut references = Vec::new();
    for (text, table, reference) in variants {
        if let Some(definition) = schema.definition(table) {
            definition["properties"]["type"] =
                json!({ "const": text, "description": "What it is; decides which keys it takes." });
            if default != Some(text) {
                if definition.get("required").is_none() {
                    definition["required"] = json!([]);
                }
                if let Some(required) = definition["required"].as_array_mut() {
                    required.push(json!("type"));
                }
            }
        }
        references.push(reference);
    }
    schema.define(name, json!({ "description": description, "oneOf": references }));
    json!({ "$ref": format!("#/definitions/{name}") })
}

//! Types, their JSON and their schema from one definition.

use super::Definitions;
use serde_json::{Map, Value as Json, json};

/// A struct that becomes an object with all of its fields, always.
macro_rules! record {
    ($(#[doc = $doc:literal])+ pub struct $name:ident {
        $($(#[doc = $about:literal])+ pub $field:ident: $type:ty,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct $name {
            $($(#[doc = $about])+ pub $field: $type,)+
        }

        impl $crate::report::Shape for $name {
            fn schema(definitions: &mut $crate::report::Definitions) -> serde_json::Value {
                $crate::report::record::object(
                    stringify!($name),
                    concat!($($doc),+),
                    &[$((
                        stringify!($field),
                        concat!($($about),+),
                        <$type as $crate::report::Shape>::schema,
                    )),+],
                    definitions,
                )
            }
        }
    };
}

/// A choice that becomes a word.
macro_rules! words {
    ($(#[doc = $doc:literal])+ pub enum $name:ident {
        $($(#[doc = $about:literal])+ $variant:ident = $word:literal,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
        pub enum $name {
            $($(#[doc = $about])+ #[serde(rename = $word)] $variant,)+
        }

        impl $crate::report::Shape for $name {
            fn schema(definitions: &mut $crate::report::Definitions) -> serde_json::Value {
                $crate::report::record::choice(
                    stringify!($name),
                    concat!($($doc),+),
                    &[$(($word, concat!($($about),+))),+],
                    definitions,
                )
            }
        }
    };
}

pub(crate) use {record, words};

/// A field: its name, what it says, and the schema of its type.
type Field = (&'static str, &'static str, fn(&mut Definitions) -> Json);

/// Adds an object to the definitions.
pub(super) fn object(
    name: &str,
    about: &str,
    fields: &[Field],
    definitions: &mut Definitions,
) -> Json {
    if !definitions.contains_key(name) {
        // Its place, before those of the records inside it.
        definitions.insert(name.to_owned(), Json::Null);
        let mut properties = Map::new();
        for (field, about, schema) in fields {
            properties.insert(key(field).to_owned(), described(schema(definitions), about));
        }
        let required: Vec<_> = fields.iter().map(|(field, ..)| key(field)).collect();
        let object = json!({
            "description": about.trim(),
            "type": "object",
            "required": required,
            "properties": properties,
        });
        definitions.insert(name.to_owned(), object);
    }
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// A field's key: a field may be called what is a word of Rust.
fn key(field: &str) -> &str {
    field.strip_prefix("r#").unwrap_or(field)
}

/// Adds a choice of words to the definitions.
pub(super) fn choice(
    name: &str,
    about: &str,
    words: &[(&str, &str)],
    definitions: &mut Definitions,
) -> Json {
    let word = |(word, about): &(&str, &str)| json!({ "const": word, "description": about.trim() });
    definitions.entry(name).or_insert_with(|| {
        json!({ "description": about.trim(), "anyOf": words.iter().map(word).collect::<Vec<_>>() })
    });
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// What stands beside a reference has no effect, so a description needs a schema around it.
fn described(schema: Json, about: &str) -> Json {
    let mut described = json!({ "description": about.trim() });
    if schema.get("$ref").is_some() {
        described["allOf"] = json!([schema]);
    } else if let (Some(all), Json::Object(schema)) = (described.as_object_mut(), schema) {
        all.extend(schema);
    }
    described
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Shape as _;
    use things::{How, Part, Thing};

    mod things {
        #![expect(unreachable_pub, reason = "the macro makes public types")]

        record! {
            /// A thing,
            /// in two lines.
            pub struct Thing {
                /// Its name.
                pub name: String,
                /// What is in it.
                pub parts: Vec<Part>,
                /// How it is.
                pub how: How,
            }
        }

        record! {
            /// A part.
            pub struct Part {
                /// Its size, in bytes.
                pub bytes: Option<u64>,
            }
        }

        words! {
            /// How something is.
            pub enum How {
                /// All is well.
                Well = "well",
                /// Nothing is.
                Bad = "bad",
            }
        }
    }

    #[test]
    fn a_record_is_its_json_and_its_schema() {
        let thing =
            Thing { name: "a".to_owned(), parts: vec![Part { bytes: None }], how: How::Bad };
        assert_eq!(serde_json::to_value(How::Well).unwrap(), json!("well"));
        let json = serde_json::to_value(&thing).unwrap();
        assert_eq!(json, json!({ "name": "a", "parts": [{ "bytes": null }], "how": "bad" }));
        let mut definitions = Definitions::new();
        assert_eq!(Thing::schema(&mut definitions), json!({ "$ref": "#/definitions/Thing" }));
        let names: Vec<_> = definitions.keys().collect();
        assert_eq!(names, ["Thing", "Part", "How"]);
        let thing = &definitions["Thing"];
        assert_eq!(thing["description"], "A thing, in two lines.");
        assert_eq!(thing["required"], json!(["name", "parts", "how"]));
        assert_eq!(thing["properties"]["how"]["allOf"][0]["$ref"], "#/definitions/How");
        let bytes = &definitions["Part"]["properties"]["bytes"];
        assert_eq!(
            bytes["anyOf"],
            json!([{ "type": "integer", "minimum": 0 }, { "type": "null" }])
        );
        assert_eq!(definitions["How"]["anyOf"][1]["const"], "bad");
    }
}

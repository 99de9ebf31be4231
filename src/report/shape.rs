use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// The schemas of the records that others refer to, by name.
pub type Definitions = Map<String, Json>;

/// What a type is in JSON.
pub trait Shape {
    /// Its JSON Schema. Records add themselves to the definitions and return a reference.
    fn schema(definitions: &mut Definitions) -> Json;
}

impl Shape for String {
    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "string" })
    }
}

impl Shape for bool {
    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "boolean" })
    }
}

impl Shape for f64 {
    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "number" })
    }
}

impl Shape for i64 {
    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "integer" })
    }
}

macro_rules! natural {
    ($($type:ty),*) => {$(
        impl Shape for $type {
            fn schema(_: &mut Definitions) -> Json {
                json!({ "type": "integer", "minimum": 0 })
            }
        }
    )*};
}

natural!(u8, u32, u64, usize);

/// Anything: what it is depends on something else, which the description says.
impl Shape for Json {
    fn schema(_: &mut Definitions) -> Json {
        json!({})
    }
}

/// What is not known or not there is `null`; the key is always there.
impl<T: Shape> Shape for Option<T> {
    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "anyOf": [T::schema(definitions), { "type": "null" }] })
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "type": "array", "items": T::schema(definitions) })
    }
}

impl<T: Shape> Shape for BTreeMap<String, T> {
    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "type": "object", "additionalProperties": T::schema(definitions) })
    }
}

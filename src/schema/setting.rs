use crate::catalog::Setting;
use crate::decode::{Listed, Schema};
use crate::value::Key;
use serde_json::{Map, Value as Json, json};

/// The properties of settings that a type of the catalogue defines, and the keys of those that must be there.
pub(super) fn properties<'d>(
    settings: &'d Listed<Key, Setting>,
    schema: &mut Schema,
) -> (Map<String, Json>, Vec<&'d str>) {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (key, setting) in settings {
        properties.insert(key.to_string(), property(setting, schema));
        if setting.required && setting.default.is_none() {
            required.push(key.as_str());
        }
    }
    (properties, required)
}

fn property(setting: &Setting, schema: &mut Schema) -> Json {
    let mut value = setting.kind.schema(schema);
    value["description"] = json!(setting.description.as_str());
    if let Some(example) = &setting.example {
        let of = if value["items"].is_object() { &mut value["items"] } else { &mut value };
        // A number stays a number.
        let number = (of["type"] != "string").then(|| serde_json::from_str(example.as_str()).ok());
        of["examples"] = json!([number.flatten().unwrap_or_else(|| json!(example.as_str()))]);
    }
    if let Some(default) = setting.default_value() {
        value["default"] = default;
    }
    value
}

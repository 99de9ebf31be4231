use super::{Known, setting};
use crate::catalog::Loaded;
use crate::decode::Schema;
use serde_json::{Map, Value as Json, json};

/// Gives each type of integration a definition of its own, with its settings, and lets `type`, or
/// without one the table's name, decide which of them holds.
pub(super) fn refine(schema: &mut Schema, known: &Known) {
    let Some(shared) = schema.definition("IntegrationKeys").cloned() else { return };
    let mut types = Vec::new();
    let mut rules = Vec::new();
    let mut named = Map::new();
    let mut offered = Map::new();
    for loaded in known.usable() {
        let name = loaded.name.as_str();
        let key = format!("Integration.{name}");
        let reference = json!({ "$ref": format!("#/definitions/{key}") });
        types.push(json!({ "const": name, "description": loaded.integration.summary.as_str() }));
        rules.push(json!({
            "if": { "properties": { "type": { "const": name } }, "required": ["type"] },
            "then": reference,
        }));
        named.insert(
            name.to_owned(),
            json!({
                "description": loaded.integration.summary.as_str(),
                "if": { "required": ["type"] },
                "then": { "$ref": "#/definitions/IntegrationUse" },
                "else": reference,
            }),
        );
        let definition = definition(loaded, &shared, schema);
        if let Some(properties) = definition["properties"].as_object() {
            // What no type refuses, so that editors that do not follow `if` can offer all keys.
            let all = properties.iter();
            offered.extend(
                all.map(|(key, of)| (key.clone(), json!({ "description": of["description"] }))),
            );
        }
        schema.define(&key, definition);
    }
    let of_type = shared["properties"]["type"]["description"].clone();
    offered.insert("type".to_owned(), json!({ "description": of_type, "oneOf": types }));
    schema.define(
        "IntegrationUse",
        json!({
            "type": "object",
            "description": shared["description"],
            "properties": offered,
            "required": ["type"],
            "allOf": rules,
        }),
    );
    if let Some(integrations) = schema.property("Spec", "integrations") {
        integrations["properties"] = Json::Object(named);
        integrations["additionalProperties"] = json!({ "$ref": "#/definitions/IntegrationUse" });
    }
    schema.remove("IntegrationKeys");
}

/// The schema of a use of one integration.
fn definition(loaded: &Loaded, shared: &Json, schema: &mut Schema) -> Json {
    let integration = &loaded.integration;
    let mut properties = Map::new();
    properties.insert(
        "type".to_owned(),
        json!({ "const": loaded.name.as_str(), "description": integration.summary.as_str() }),
    );
    let (own, mut required) = setting::properties(&integration.settings, schema);
    properties.extend(own);
    if let Some(keys) = shared["properties"].as_object() {
        for (key, of) in keys.iter().filter(|(key, _)| *key != "type") {
            properties.insert(key.clone(), of.clone());
        }
    }
    let mut definition = json!({
        "type": "object",
        "description": integration.summary.as_str(),
        "properties": properties,
        "additionalProperties": false,
    });
    if integration.services.is_empty() {
        required.push("targets");
    }
    if !required.is_empty() {
        // Where exporters run already, nothing needs to be known about what they watch.
        definition["anyOf"] = json!([{ "required": required }, { "required": ["targets"] }]);
    }
    definition
}

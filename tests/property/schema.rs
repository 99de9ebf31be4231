//! Every place of a spec where a text can stand, as the JSON Schema tells them.

use std::collections::BTreeSet;

use serde_json::Value;
use stackgen::decode::{Decode as _, Node, Schema, Value as Toml};
use stackgen::spec::Spec;

/// The JSON Schema of a spec, generated from the types that read it.
pub(crate) fn schema() -> Value {
    let mut schema = Schema::default();
    Spec::schema(&mut schema);
    schema.finish("Spec", "a spec")
}

/// The patterns of all strings and of all keys that a user chooses: `/apps/*/targets/[]`,
/// `=/apps/*`, and with the type where it decides: `/receivers/*<slack>/channel`.
pub(crate) fn patterns() -> BTreeSet<String> {
    let schema = schema();
    let mut found = BTreeSet::new();
    of_schema(&schema, &schema, "", &mut found);
    found
}

/// The patterns that a spec uses.
pub(crate) fn used(spec: &Node) -> BTreeSet<String> {
    let schema = schema();
    let mut found = BTreeSet::new();
    of_value(&schema, &schema, spec, "", &mut found);
    found
}

/// A schema behind its references.
pub(crate) fn resolve<'s>(root: &'s Value, mut schema: &'s Value) -> &'s Value {
    loop {
        let next = match (&schema["$ref"], &schema["allOf"]) {
            (Value::String(name), _) => {
                &root["definitions"][name.trim_start_matches("#/definitions/")]
            }
            (_, Value::Array(parts)) => &parts[0],
            _ => return schema,
        };
        schema = next;
    }
}

/// The tables of a choice by `type`, with the type.
pub(crate) fn variants<'s>(
    root: &'s Value,
    schema: &'s Value,
) -> Option<Vec<(&'s str, &'s Value)>> {
    let variants = schema["oneOf"].as_array()?;
    variants
        .iter()
        .map(|variant| {
            let table = resolve(root, variant);
            Some((table["properties"]["type"]["const"].as_str()?, table))
        })
        .collect()
}

/// Whether a value of this schema is a string.
fn is_text(schema: &Value) -> bool {
    let consts = schema["oneOf"].as_array();
    schema["type"] == "string"
        || consts.is_some_and(|all| all.iter().all(|one| one["const"].is_string()))
}

fn of_schema(root: &Value, schema: &Value, path: &str, found: &mut BTreeSet<String>) {
    let schema = resolve(root, schema);
    if let Some(variants) = variants(root, schema) {
        for (name, table) in variants {
            of_schema(root, table, &format!("{path}<{name}>"), found);
        }
    } else if is_text(schema) {
        found.insert(path.to_owned());
    } else if schema["type"] == "array" {
        of_schema(root, &schema["items"], &format!("{path}/[]"), found);
    } else if schema["type"] == "object" {
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            if value["const"].is_null() {
                of_schema(root, value, &format!("{path}/{key}"), found);
            }
        }
        if schema["additionalProperties"].is_object() {
            found.insert(format!("={path}/*"));
            of_schema(root, &schema["additionalProperties"], &format!("{path}/*"), found);
        }
    } else {
        let known = ["boolean", "integer", "number"].map(Value::from);
        assert!(
            known.contains(&schema["type"]),
            "{path}: a schema that this walk does not know: {schema}"
        );
    }
}

fn of_value(root: &Value, schema: &Value, node: &Node, path: &str, found: &mut BTreeSet<String>) {
    let mut schema = resolve(root, schema);
    let mut path = path.to_owned();
    if let Some(variants) = variants(root, schema) {
        let name = node.get("type").and_then(Node::as_str).unwrap_or(variants[0].0);
        let table = variants.iter().find(|(known, _)| *known == name);
        schema = table.unwrap_or_else(|| panic!("{path}: no type {name}")).1;
        path = format!("{path}<{name}>");
    }
    match &node.value {
        Toml::String(_) => {
            found.insert(path);
        }
        Toml::Array(items) => {
            for item in items {
                of_value(root, &schema["items"], item, &format!("{path}/[]"), found);
            }
        }
        Toml::Table(entries) => {
            for entry in entries {
                let known = &schema["properties"][&*entry.key];
                if known.is_object() {
                    of_value(root, known, &entry.node, &format!("{path}/{}", entry.key), found);
                } else if schema["additionalProperties"].is_object() {
                    found.insert(format!("={path}/*"));
                    let schema = &schema["additionalProperties"];
                    of_value(root, schema, &entry.node, &format!("{path}/*"), found);
                }
            }
        }
        _ => {}
    }
}

use super::Known;
use crate::decode::{Node, Schema, Value};
use serde_json::{Map, Value as Json, json};

/// The sections whose tables need a `type`, and the definitions of what is in them.
const SECTIONS: [(&str, &str); 2] = [("receivers", "Receiver"), ("probes", "Probe")];

/// A spec lies over its preset, so in a table that the preset has, any key can be left out.
pub(super) fn refine(schema: &mut Schema, known: &Known) {
    for (section, union) in SECTIONS {
        let mut named = Map::new();
        for (name, kind) in known.presets.iter().flat_map(|preset| typed(preset, section)) {
            let Some(changes) = changes(schema, union, kind) else { continue };
            let any = json!([{ "$ref": format!("#/definitions/{union}") }, changes]);
            let description = format!("The presets have one of this name, of type `{kind}`.");
            named.insert(name.to_owned(), json!({ "description": description, "anyOf": any }));
        }
        if let Some(tables) = schema.property("Spec", section)
            && !named.is_empty()
        {
            tables["properties"] = Json::Object(named);
        }
    }
}

/// The tables of a preset's section that have a type.
fn typed<'a>(preset: &'a Node, section: &str) -> Vec<(&'a str, &'a str)> {
    let Some(Node { value: Value::Table(entries), .. }) = preset.get(section) else {
        return vec![];
    };
    let kind = |node: &'a Node| node.get("type").and_then(Node::as_str);
    entries.iter().filter_map(|entry| Some((&*entry.key, kind(&entry.node)?))).collect()
}

/// A reference to the definition of a table of this type from which everything can be left out.
fn changes(schema: &mut Schema, union: &str, kind: &str) -> Option<Json> {
    let references = schema.definition(union)?["oneOf"].as_array()?.clone();
    for reference in references {
        let name = reference["$ref"].as_str()?.rsplit('/').next()?.to_owned();
        let definition = schema.definition(&name)?;
        if definition["properties"]["type"]["const"] == kind {
            let mut changes = definition.clone();
            changes.as_object_mut()?.remove("required");
            let key = format!("{name}.changes");
            schema.define(&key, changes);
            return Some(json!({ "$ref": format!("#/definitions/{key}") }));
        }
    }
    None
}

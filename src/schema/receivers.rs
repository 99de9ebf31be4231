use super::{Known, setting};
use crate::catalog::LoadedReceiver;
use crate::decode::Schema;
use serde_json::{Value as Json, json};

/// Gives each type of receiver a definition of its own, of which `type` chooses one.
pub(super) fn refine(schema: &mut Schema, known: &Known) {
    let Some(shared) = schema.definition("ReceiverKeys").cloned() else { return };
    let mut references = Vec::new();
    for loaded in &known.receivers {
        let key = format!("Receiver.{}", loaded.name);
        let definition = definition(loaded, &shared, schema);
        schema.define(&key, definition);
        references.push(json!({ "$ref": format!("#/definitions/{key}") }));
    }
    let union = json!({ "description": shared["description"], "oneOf": references });
    schema.define("Receiver", union);
    if let Some(receivers) = schema.property("Spec", "receivers") {
        receivers["additionalProperties"] = json!({ "$ref": "#/definitions/Receiver" });
    }
    schema.remove("ReceiverKeys");
}

/// The schema of a receiver of one type.
fn definition(loaded: &LoadedReceiver, shared: &Json, schema: &mut Schema) -> Json {
    let receiver = &loaded.receiver;
    let (mut properties, mut required) = setting::properties(&receiver.settings, schema);
    let mut send_resolved = shared["properties"]["send_resolved"].clone();
    send_resolved["default"] = json!(receiver.send_resolved);
    properties.insert("send_resolved".to_owned(), send_resolved);
    let of_type = &shared["properties"]["type"]["description"];
    properties.insert(
        "type".to_owned(),
        json!({ "const": loaded.name.as_str(), "description": of_type }),
    );
    required.push("type");
    json!({
        "type": "object",
        "description": receiver.summary.as_str(),
        "properties": properties,
        "additionalProperties": false,
        "required": required,
    })
}

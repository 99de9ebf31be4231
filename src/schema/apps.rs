use super::Known;
use crate::decode::Schema;
use serde_json::{Value as Json, json};

/// Names the conventions, each with what it is.
pub(super) fn refine(schema: &mut Schema, known: &Known) {
    let Some(convention) = schema.property("App", "convention") else { return };
    let choices: Vec<Json> = known
        .conventions
        .iter()
        .map(|(name, it)| json!({ "const": name, "description": format!("{}: {}", it.title, it.summary) }))
        .collect();
    // An empty choice would refuse everything.
    if !choices.is_empty() {
        *convention = json!({ "description": convention["description"], "oneOf": choices });
    }
}

use super::{Known, alerts, apps, integrations, preset, receivers};
use crate::decode::{Decode as _, Schema};
use crate::spec::{Spec, VERSION};
use serde_json::{Value as Json, json};

/// The schema of a spec, with the names that the catalogue knows.
///
/// It accepts every spec that stackgen accepts. What it cannot say, such as whether a receiver that
/// is routed to exists, `stackgen check` says.
pub fn spec(known: &Known) -> Json {
    let mut schema = Schema::default();
    Spec::schema(&mut schema);
    if let Some(version) = schema.property("Spec", "version") {
        *version = json!({ "const": VERSION, "description": version["description"] });
    }
    // The preset has a name, so a spec need not.
    if let Some(spec) = schema.definition("Spec") {
        spec["required"] = json!(["version"]);
    }
    apps::refine(&mut schema, known);
    integrations::refine(&mut schema, known);
    receivers::refine(&mut schema, known);
    alerts::refine(&mut schema, known);
    preset::refine(&mut schema, known);
    schema.finish("Spec", "stackgen spec")
}

use super::Spec;
use crate::decode::{Decode as _, Schema};

/// The JSON Schema of a spec (draft 7), generated from the types that read it.
pub fn schema() -> serde_json::Value {
    let mut schema = Schema::default();
    Spec::schema(&mut schema);
    schema.finish("Spec", "stackgen spec")
}

use crate::catalog::Integration;
use crate::decode::{Decode as _, Schema};
use serde_json::Value as Json;

/// The schema of a file in `integrations/` beside a spec: an integration of the user's own.
pub fn integration() -> Json {
    let mut schema = Schema::default();
    Integration::schema(&mut schema);
    schema.finish("Integration", "stackgen integration")
}

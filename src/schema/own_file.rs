use crate::catalog::{Integration, ReceiverType};
use crate::decode::{Decode, Schema};
use serde_json::Value as Json;

/// The schema of a file in `integrations/` beside a spec: an integration of the user's own.
pub fn integration() -> Json {
    file::<Integration>("Integration", "stackgen integration")
}

/// The schema of a file in `receivers/` beside a spec: a type of receiver of the user's own.
pub fn receiver() -> Json {
    file::<ReceiverType>("ReceiverType", "stackgen type of receiver")
}

fn file<T: Decode>(root: &str, title: &str) -> Json {
    let mut schema = Schema::default();
    T::schema(&mut schema);
    schema.finish(root, title)
}

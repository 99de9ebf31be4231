use crate::stack;
use serde::Serialize;

/// Where data comes from.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Datasource<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    uid: &'a str,
}

impl<'a> Datasource<'a> {
    /// The one that the dashboard's reader chose, of the type that this one has.
    pub(super) fn chosen(usual: &'a stack::Datasource) -> Self {
        Self { kind: usual.kind.as_str(), uid: "${datasource}" }
    }
}

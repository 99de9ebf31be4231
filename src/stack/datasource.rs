use crate::diag::Span;
use crate::value::{Line, Name};
use serde_json::Value as Json;

/// A data source of Grafana.
#[derive(Clone, Debug)]
pub struct Datasource {
    /// Its name, as people see it.
    pub name: Line,
    /// Its id.
    pub uid: Name,
    /// Where it is defined.
    pub span: Span,
    /// Its type, as Grafana calls it.
    pub kind: Line,
    /// Where Grafana reaches it.
    pub url: String,
    /// Whether panels that name no data source use it.
    pub default: bool,
    /// The settings of its type.
    pub json_data: Json,
}

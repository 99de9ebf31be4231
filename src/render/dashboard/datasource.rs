use serde::Serialize;

/// Where data comes from.
#[derive(Serialize)]
pub(super) struct Datasource {
    #[serde(rename = "type")]
    kind: &'static str,
    uid: &'static str,
}

/// The data source that the dashboard's reader chose.
pub(super) const DATASOURCE: Datasource = Datasource { kind: "prometheus", uid: "${datasource}" };

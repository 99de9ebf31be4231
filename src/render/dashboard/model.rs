//! Grafana's dashboard model, as far as stackgen uses it: `schemaVersion` 41.
//!
//! Types where there is one for each panel, which would be slow as a tree of JSON values.

use serde::Serialize;
use serde_json::Value as Json;

/// A dashboard's file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct File<'a> {
    pub(super) uid: String,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    pub(super) tags: [&'a str; 1],
    pub(super) schema_version: u32,
    pub(super) version: u32,
    pub(super) editable: bool,
    pub(super) graph_tooltip: u32,
    pub(super) timezone: &'a str,
    pub(super) time: Json,
    pub(super) refresh: &'a str,
    pub(super) templating: Json,
    pub(super) annotations: Json,
    pub(super) links: [Json; 1],
    pub(super) panels: Vec<Panel<'a>>,
}

/// A panel.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Panel<'a> {
    pub(super) id: u32,
    pub(super) title: &'a str,
    pub(super) description: String,
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) datasource: Datasource,
    pub(super) grid_pos: GridPos,
    pub(super) targets: Vec<Target<'a>>,
    pub(super) field_config: FieldConfig<'a>,
    pub(super) options: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) transformations: Option<Json>,
}

/// Where data comes from.
#[derive(Serialize)]
pub(super) struct Datasource {
    #[serde(rename = "type")]
    kind: &'static str,
    uid: &'static str,
}

/// The data source that the dashboard's reader chose.
pub(super) const DATASOURCE: Datasource = Datasource { kind: "prometheus", uid: "${datasource}" };

/// A panel's place on the grid.
#[derive(Serialize)]
pub(super) struct GridPos {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) w: u32,
    pub(super) h: u32,
}

/// A query of a panel.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Target<'a> {
    pub(super) ref_id: String,
    pub(super) datasource: Datasource,
    pub(super) editor_mode: &'a str,
    pub(super) expr: &'a str,
    pub(super) legend_format: &'a str,
    pub(super) instant: bool,
    pub(super) range: bool,
    pub(super) format: &'a str,
}

/// How values are shown.
#[derive(Serialize)]
pub(super) struct FieldConfig<'a> {
    pub(super) defaults: Defaults<'a>,
    pub(super) overrides: [Json; 0],
}

/// How the values of all series are shown.
#[derive(Serialize)]
pub(super) struct Defaults<'a> {
    pub(super) unit: &'a str,
    pub(super) color: Mode<'a>,
    pub(super) thresholds: Thresholds<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) custom: Option<Json>,
}

/// How colours are chosen.
#[derive(Serialize)]
pub(super) struct Mode<'a> {
    pub(super) mode: &'a str,
}

/// From which value on which colour.
#[derive(Serialize)]
pub(super) struct Thresholds<'a> {
    pub(super) mode: &'a str,
    pub(super) steps: Vec<Step<'a>>,
}

/// A colour and the value from which it holds; the first has none.
#[derive(Serialize)]
pub(super) struct Step<'a> {
    pub(super) value: Option<f64>,
    pub(super) color: &'a str,
}

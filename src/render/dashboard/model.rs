//! Grafana's dashboard model, as far as stackgen uses it: `schemaVersion` 41.
//!
//! Types all the way down: a tree of JSON values would take as long to build as to write.

use super::datasource::Datasource;
use super::panel::{Lines, Options, Transformation};
use super::variable::Variable;
use serde::Serialize;

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
    pub(super) time: Range<'a>,
    pub(super) refresh: &'a str,
    pub(super) templating: List<[Variable<'a>; 3]>,
    pub(super) annotations: List<[Annotation<'a>; 1]>,
    pub(super) links: [Link<'a>; 1],
    pub(super) panels: Vec<Panel<'a>>,
}

/// A span of time, in Grafana's words.
#[derive(Serialize)]
pub(super) struct Range<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
}

/// What Grafana wraps some lists in.
#[derive(Serialize)]
pub(super) struct List<T> {
    pub(super) list: T,
}

/// Marks on the graphs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Annotation<'a> {
    pub(super) name: &'a str,
    pub(super) datasource: Datasource<'a>,
    pub(super) enable: bool,
    pub(super) icon_color: &'a str,
    pub(super) expr: &'a str,
    pub(super) title_format: &'a str,
    pub(super) text_format: &'a str,
    pub(super) use_value_for_time: bool,
}

/// A way to other dashboards.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Link<'a> {
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) title: &'a str,
    pub(super) tags: [&'a str; 1],
    pub(super) as_dropdown: bool,
    pub(super) include_vars: bool,
    pub(super) keep_time: bool,
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
    pub(super) datasource: Datasource<'a>,
    pub(super) grid_pos: GridPos,
    pub(super) targets: Vec<Target<'a>>,
    pub(super) field_config: FieldConfig<'a>,
    pub(super) options: Options,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) transformations: Option<[Transformation; 1]>,
}

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
    pub(super) datasource: Datasource<'a>,
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
    pub(super) overrides: [(); 0],
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
    pub(super) custom: Option<Lines>,
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

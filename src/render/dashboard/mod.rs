//! A dashboard as Grafana's JSON.

mod datasource;
mod grid;
mod model;
mod panel;
mod variable;

use crate::stack::{self, Dashboard, Draw, Panel, PanelType, Query, Step};
use crate::value::Line;
use datasource::Datasource;
use model::{
    Annotation, Defaults, FieldConfig, File, GridPos, Link, List, Mode, Range, Target, Thresholds,
};
use panel::{WITHOUT_TIME, lines, options};
use variable::variables;

/// The version of Grafana's dashboard schema that this writes; newer Grafanas migrate it.
const SCHEMA_VERSION: u32 = 41;

/// The whole file, for a reader who starts with the usual data source. The `uid` is fixed, so that links to
/// it last.
pub(super) fn file<'a>(dashboard: &'a Dashboard, usual: &'a stack::Datasource) -> File<'a> {
    let from = Datasource::chosen(usual);
    let sizes: Vec<_> = dashboard.panels.iter().map(|one| (one.width, one.height)).collect();
    let places = grid::places(&sizes);
    let panels = dashboard.panels.iter().zip(1..).zip(places);
    let panels = panels.map(|((one, id), at)| panel(one, id, at, from)).collect();
    File {
        uid: format!("stackgen-{}", short(dashboard.name.as_str())),
        title: dashboard.title.as_str(),
        description: dashboard.description.as_str().trim(),
        tags: ["stackgen"],
        schema_version: SCHEMA_VERSION,
        version: 1,
        editable: false,
        graph_tooltip: 1,
        timezone: "browser",
        time: Range { from: "now-3h", to: "now" },
        refresh: "30s",
        templating: List { list: variables(&dashboard.variables_from, usual) },
        annotations: List { list: [firing_alerts(from)] },
        links: [DASHBOARDS],
        panels,
    }
}

/// Grafana takes at most 40 characters as a `uid`.
fn short(name: &str) -> &str {
    &name[..name.len().min(31)]
}

/// Marks on all graphs where an alert began to fire.
fn firing_alerts(datasource: Datasource<'_>) -> Annotation<'_> {
    Annotation {
        name: "Alerts",
        datasource,
        enable: true,
        icon_color: "red",
        expr: "ALERTS{alertstate=\"firing\",tier=~\"P0|P1\",job=~\"$job\"}",
        title_format: "{{alertname}}",
        text_format: "{{job}} {{instance}}",
        use_value_for_time: false,
    }
}

/// The way to the other dashboards.
const DASHBOARDS: Link<'static> = Link {
    kind: "dashboards",
    title: "Dashboards",
    tags: ["stackgen"],
    as_dropdown: true,
    include_vars: false,
    keep_time: true,
};

fn panel<'a>(
    panel: &'a Panel,
    id: u32,
    grid_pos: GridPos,
    datasource: Datasource<'a>,
) -> model::Panel<'a> {
    let targets = panel.queries.iter().zip(ref_ids());
    model::Panel {
        id,
        title: panel.title.as_str(),
        description: description(panel),
        kind: panel.kind.as_str(),
        datasource,
        grid_pos,
        targets: targets.map(|(query, id)| target(query, id, panel.kind, datasource)).collect(),
        field_config: FieldConfig { defaults: defaults(panel), overrides: [] },
        options: options(panel.kind),
        transformations: (panel.kind == PanelType::Table).then_some(WITHOUT_TIME),
    }
}

fn target<'a>(
    query: &'a Query,
    ref_id: String,
    kind: PanelType,
    datasource: Datasource<'a>,
) -> Target<'a> {
    let instant = kind != PanelType::Timeseries;
    Target {
        ref_id,
        datasource,
        editor_mode: "code",
        expr: &query.expr,
        legend_format: query.legend.as_str(),
        instant,
        range: !instant,
        format: if kind == PanelType::Table { "table" } else { "time_series" },
    }
}

/// What a panel shows, and why it may show nothing.
fn description(panel: &Panel) -> String {
    let mut text = panel.description.as_str().trim().to_owned();
    for reason in panel.queries.iter().filter_map(|query| query.optional.as_ref()) {
        let reason = sentence(reason);
        text = format!("{text}\n\nA part can be missing, for example when {reason}");
    }
    match &panel.optional {
        Some(reason) => format!("{text}\n\nCan be empty, for example when {}", sentence(reason)),
        None => text,
    }
}

/// A reason with a full stop.
fn sentence(reason: &Line) -> String {
    format!("{}.", reason.as_str().trim_end_matches('.'))
}

/// `A` to `Z`, then `A1` and so on.
fn ref_ids() -> impl Iterator<Item = String> {
    (0_u32..).map(|index| {
        let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
        match index / 26 {
            0 => letter.to_string(),
            round => format!("{letter}{round}"),
        }
    })
}

fn defaults(panel: &Panel) -> Defaults<'_> {
    Defaults {
        unit: panel.unit.as_str(),
        color: Mode { mode: if colored(panel) { "thresholds" } else { "palette-classic" } },
        thresholds: thresholds(panel),
        min: panel.min,
        max: panel.max,
        custom: (panel.kind == PanelType::Timeseries)
            .then(|| lines(panel.draw == Draw::Stack, panel.line_at.is_some())),
    }
}

/// One number is coloured by how good it is; lines, by which is which.
fn colored(panel: &Panel) -> bool {
    panel.kind != PanelType::Timeseries
}

/// The steps, from the least. The alert's threshold, where there is one, is the red one.
fn thresholds(panel: &Panel) -> Thresholds<'_> {
    let mut steps: Vec<(f64, &str)> =
        panel.thresholds.iter().map(|Step { value, color }| (*value, color.as_str())).collect();
    steps.extend(panel.line_at.map(|value| (value, "red")));
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let base =
        if steps.is_empty() && panel.kind != PanelType::Timeseries { "text" } else { "green" };
    let base = model::Step { value: None, color: base };
    let steps = steps.into_iter().map(|(value, color)| model::Step { value: Some(value), color });
    Thresholds { mode: "absolute", steps: std::iter::once(base).chain(steps).collect() }
}

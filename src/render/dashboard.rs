//! A dashboard as Grafana's JSON.

use crate::stack::{Dashboard, Draw, Panel, PanelType, Step};
use serde_json::{Value as Json, json};

/// The version of Grafana's dashboard schema that this writes; newer Grafanas migrate it.
const SCHEMA_VERSION: u32 = 41;
/// Grafana lays panels out on a grid of this many columns.
const COLUMNS: u32 = 24;

/// The whole file. The `uid` is fixed, so that links to it last.
pub(super) fn json(name: &str, dashboard: &Dashboard) -> Json {
    let mut place = Place::default();
    let panels: Vec<_> = dashboard
        .panels
        .iter()
        .zip(1..)
        .map(|(one, id)| panel(one, id, &place.next(one.width, one.height)))
        .collect();
    json!({
        "uid": format!("stackgen-{}", short(name)),
        "title": dashboard.title.as_str(),
        "description": dashboard.description.as_str().trim(),
        "tags": ["stackgen"],
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "editable": false,
        "graphTooltip": 1,
        "timezone": "browser",
        "time": { "from": "now-3h", "to": "now" },
        "refresh": "30s",
        "templating": { "list": variables(&dashboard.variables_from) },
        "annotations": { "list": [firing_alerts()] },
        "links": [links()],
        "panels": panels,
    })
}

/// Grafana takes at most 40 characters as a `uid`.
fn short(name: &str) -> &str {
    &name[..name.len().min(31)]
}

fn datasource() -> Json {
    json!({ "type": "prometheus", "uid": "${datasource}" })
}

/// Which Prometheus, which jobs, and which of their instances.
fn variables(metric: &str) -> Vec<Json> {
    let query = |name: &str, label: &str, query: String| {
        json!({
            "name": name,
            "label": label,
            "type": "query",
            "datasource": datasource(),
            "query": { "query": query, "refId": name },
            "refresh": 2,
            "sort": 1,
            "multi": true,
            "includeAll": true,
            "allValue": ".*",
            "current": { "selected": true, "text": ["All"], "value": ["$__all"] },
        })
    };
    vec![
        json!({
            "name": "datasource",
            "label": "Data source",
            "type": "datasource",
            "query": "prometheus",
            "current": { "selected": true, "text": "Prometheus", "value": "prometheus" },
        }),
        query("job", "Job", format!("label_values({metric}, job)")),
        query("instance", "Instance", format!("label_values({metric}{{job=~\"$job\"}}, instance)")),
    ]
}

/// Marks on all graphs where an alert began to fire.
fn firing_alerts() -> Json {
    json!({
        "name": "Alerts",
        "datasource": datasource(),
        "enable": true,
        "iconColor": "red",
        "expr": "ALERTS{alertstate=\"firing\",tier=~\"P0|P1\",job=~\"$job\"}",
        "titleFormat": "{{alertname}}",
        "textFormat": "{{job}} {{instance}}",
        "useValueForTime": false,
    })
}

/// The way to the other dashboards.
fn links() -> Json {
    json!({
        "type": "dashboards",
        "title": "Dashboards",
        "tags": ["stackgen"],
        "asDropdown": true,
        "includeVars": false,
        "keepTime": true,
    })
}

/// The next free place, from left to right and from top to bottom.
#[derive(Default)]
struct Place {
    x: u32,
    y: u32,
    row_height: u32,
}

impl Place {
    fn next(&mut self, width: u32, height: u32) -> Json {
        let width = width.clamp(1, COLUMNS);
        if self.x + width > COLUMNS {
            self.x = 0;
            self.y += self.row_height;
            self.row_height = 0;
        }
        let at = json!({ "x": self.x, "y": self.y, "w": width, "h": height });
        self.x += width;
        self.row_height = self.row_height.max(height);
        at
    }
}

fn panel(panel: &Panel, id: u32, place: &Json) -> Json {
    let instant = panel.kind != PanelType::Timeseries;
    let targets: Vec<_> = panel
        .queries
        .iter()
        .zip(ref_ids())
        .map(|(query, id)| {
            json!({
                "refId": id,
                "datasource": datasource(),
                "editorMode": "code",
                "expr": query.expr,
                "legendFormat": query.legend.as_str(),
                "instant": instant,
                "range": !instant,
                "format": if panel.kind == PanelType::Table { "table" } else { "time_series" },
            })
        })
        .collect();
    let mut json = json!({
        "id": id,
        "title": panel.title.as_str(),
        "description": description(panel),
        "type": panel.kind.as_str(),
        "datasource": datasource(),
        "gridPos": place,
        "targets": targets,
        "fieldConfig": { "defaults": defaults(panel), "overrides": [] },
        "options": options(panel.kind),
    });
    if panel.kind == PanelType::Table {
        json["transformations"] =
            json!([{ "id": "organize", "options": { "excludeByName": { "Time": true } } }]);
    }
    json
}

/// What a panel shows, and why it may show nothing.
fn description(panel: &Panel) -> String {
    let text = panel.description.as_str().trim();
    match &panel.optional {
        Some(reason) => format!("{text}\n\nMay be empty: {reason}"),
        None => text.to_owned(),
    }
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

fn defaults(panel: &Panel) -> Json {
    let mut defaults = json!({
        "unit": panel.unit.as_str(),
        "color": { "mode": if colored(panel) { "thresholds" } else { "palette-classic" } },
        "thresholds": thresholds(panel),
    });
    if let Some(min) = panel.min {
        defaults["min"] = json!(min);
    }
    if let Some(max) = panel.max {
        defaults["max"] = json!(max);
    }
    if panel.kind == PanelType::Timeseries {
        let stack = panel.draw == Draw::Stack;
        defaults["custom"] = json!({
            "drawStyle": "line",
            "lineWidth": 1,
            "fillOpacity": if stack { 30 } else { 10 },
            "showPoints": "never",
            "spanNulls": false,
            "stacking": { "mode": if stack { "normal" } else { "none" }, "group": "A" },
            "thresholdsStyle": { "mode": if panel.line_at.is_some() { "line" } else { "off" } },
        });
    }
    defaults
}

/// One number is coloured by how good it is; lines, by which is which.
fn colored(panel: &Panel) -> bool {
    panel.kind != PanelType::Timeseries
}

/// The steps, from the least. The alert's threshold, where there is one, is the red one.
fn thresholds(panel: &Panel) -> Json {
    let mut steps: Vec<(f64, &str)> =
        panel.thresholds.iter().map(|Step { value, color }| (*value, color.as_str())).collect();
    steps.extend(panel.line_at.map(|value| (value, "red")));
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let base =
        if steps.is_empty() && panel.kind != PanelType::Timeseries { "text" } else { "green" };
    let base = json!({ "value": null, "color": base });
    let steps = steps.into_iter().map(|(value, color)| json!({ "value": value, "color": color }));
    json!({ "mode": "absolute", "steps": std::iter::once(base).chain(steps).collect::<Vec<_>>() })
}

fn options(kind: PanelType) -> Json {
    let reduce = json!({ "calcs": ["lastNotNull"], "fields": "", "values": false });
    match kind {
        PanelType::Timeseries => json!({
            "legend": { "displayMode": "list", "placement": "bottom", "showLegend": true },
            "tooltip": { "mode": "multi", "sort": "desc" },
        }),
        PanelType::Stat => json!({
            "reduceOptions": reduce,
            "colorMode": "value",
            "graphMode": "none",
            "textMode": "auto",
        }),
        PanelType::Gauge => json!({
            "reduceOptions": reduce,
            "showThresholdLabels": false,
            "showThresholdMarkers": true,
        }),
        PanelType::Bargauge => json!({
            "reduceOptions": reduce,
            "displayMode": "gradient",
            "orientation": "horizontal",
            "showUnfilled": true,
        }),
        PanelType::Table => json!({ "showHeader": true, "cellHeight": "sm" }),
    }
}

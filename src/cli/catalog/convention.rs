//! What a convention expects of an app.

use crate::catalog::{Convention, Metric, Signals};
use crate::ui::{Format, Screen};
use serde_json::{Value as Json, json};
use std::fmt::Display;

pub(super) fn show(name: &str, it: &Convention, screen: &Screen) {
    if screen.format() == Format::Json {
        return screen.json(&as_json(name, it));
    }
    screen.data(&format!("{}: {}\n", it.title, it.summary));
    screen.data(&format!("\n[apps.NAME]\ntargets = [\"NAME:8080\"]\nconvention = \"{name}\"\n"));
    let rows: Vec<_> =
        signals(&it.signals).map(|(key, value)| [key.to_owned(), plain(&value)]).collect();
    if !rows.is_empty() {
        screen.data("\n");
        screen.table(["SIGNAL", "WHAT IS EXPECTED"], &rows);
    }
    let rows: Vec<_> = it
        .metrics
        .iter()
        .map(|(name, metric)| [name.to_string(), metric.r#type.to_string(), labels(metric)])
        .collect();
    if !rows.is_empty() {
        screen.data("\n");
        screen.table(["METRIC", "TYPE", "LABELS"], &rows);
    }
    screen.data(
        "\nWhere an app differs, say so in [apps.NAME.signals], with the signals' names as keys.\n",
    );
}

/// A text as it is, numbers side by side.
fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(bounds) => {
            let bounds = bounds.iter().filter_map(Json::as_f64);
            bounds.map(|bound| bound.to_string()).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

fn labels(metric: &Metric) -> String {
    metric.labels.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The signals that a convention has, as a spec would write them.
fn signals(signals: &Signals) -> impl Iterator<Item = (&'static str, Json)> {
    fn text(value: Option<&impl Display>) -> Option<Json> {
        value.map(|value| json!(value.to_string()))
    }
    let buckets: Vec<f64> = signals.buckets.iter().map(|bound| bound.value).collect();
    let all = [
        ("requests", text(signals.requests.as_ref())),
        ("errors", text(signals.errors.as_ref())),
        ("duration", text(signals.duration.as_ref())),
        ("buckets", (!buckets.is_empty()).then(|| json!(buckets))),
        ("route", text(signals.route.as_ref())),
        ("latency_threshold", text(signals.latency_threshold.as_ref())),
        ("example_ok", text(signals.example_ok.as_ref())),
        ("example_error", text(signals.example_error.as_ref())),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key, value?)))
}

fn as_json(name: &str, it: &Convention) -> Json {
    let metrics: Vec<_> = it
        .metrics
        .iter()
        .map(|(name, metric)| {
            let labels: Vec<_> = metric.labels.iter().map(ToString::to_string).collect();
            json!({
                "name": name.as_str(),
                "type": metric.r#type.as_str(),
                "labels": labels,
                "optional": metric.optional.as_ref().map(ToString::to_string),
            })
        })
        .collect();
    json!({
        "name": name,
        "title": it.title.as_str(),
        "section": super::CONVENTIONS,
        "summary": it.summary.as_str(),
        "docs": it.docs.as_ref().map(ToString::to_string),
        "signals": signals(&it.signals)
            .map(|(key, value)| (key.to_owned(), value))
            .collect::<serde_json::Map<_, _>>(),
        "metrics": metrics,
    })
}

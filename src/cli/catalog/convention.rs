//! What a convention expects of an app.

use crate::catalog::{Convention, Metric, Signals};
use crate::report::catalog::{Expected, ExpectedMetric};
use crate::ui::Screen;
use serde_json::{Value as Json, json};
use std::fmt::Display;

pub(super) fn show(name: &str, it: &Convention, screen: &Screen) {
    screen.result(&record(name, it));
    screen.row(&format!("{}: {}", it.title, it.summary));
    screen.data(&format!("\n[apps.NAME]\ntargets = [\"NAME:8080\"]\nconvention = \"{name}\"\n"));
    let rows: Vec<_> =
        signals(&it.signals).map(|(key, value)| [key.to_owned(), plain(&value)]).collect();
    if !rows.is_empty() {
        screen.row("");
        screen.table(["SIGNAL", "WHAT IS EXPECTED"], &rows);
    }
    let rows: Vec<_> = it
        .metrics
        .iter()
        .map(|(name, metric)| [name.to_string(), metric.r#type.to_string(), labels(metric)])
        .collect();
    if !rows.is_empty() {
        screen.row("");
        screen.table(["METRIC", "TYPE", "LABELS"], &rows);
    }
    screen.data(
        "\nIf an app differs, set its own values in [apps.NAME.signals], with these signals as keys.\n",
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

/// What machines read of it.
fn record(name: &str, it: &Convention) -> Expected {
    let metrics = it.metrics.iter().map(|(name, metric)| ExpectedMetric {
        name: name.to_string(),
        r#type: metric.r#type.as_str().to_owned(),
        labels: metric.labels.iter().map(ToString::to_string).collect(),
        optional: metric.optional.as_ref().map(ToString::to_string),
    });
    Expected {
        name: name.to_owned(),
        title: it.title.to_string(),
        section: super::CONVENTIONS.to_owned(),
        summary: it.summary.to_string(),
        docs: it.docs.as_ref().map(ToString::to_string),
        signals: signals(&it.signals).map(|(key, value)| (key.to_owned(), value)).collect(),
        metrics: metrics.collect(),
    }
}

//! What the catalogue says of an integration.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use stackgen::catalog::{Catalog, Loaded, Metric, MetricType};
use stackgen::decode::Listed;
use stackgen::diag::{Diagnostics, Sources};
use stackgen::value::MetricName;

use super::exposition::Page;

/// An integration that is part of the program.
///
/// # Panics
///
/// If there is none of this name.
pub(crate) fn integration(name: &str) -> Arc<Loaded> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
    catalog.integration(name, &mut sources, &mut diagnostics).expect("it is sound")
}

/// The statements in an integration's setup that follow the paragraph with this text.
///
/// # Panics
///
/// If there are none.
pub(crate) fn setup_sql(name: &str, text: &str) -> String {
    let loaded = integration(name);
    let setup = loaded.integration.setup.as_ref().expect("it says how to set it up").as_str();
    let mut paragraphs = setup.split("\n\n").skip_while(|paragraph| !paragraph.contains(text));
    let block = paragraphs.nth(1).unwrap_or_else(|| panic!("nothing follows {text}"));
    let line = |line: &str| {
        let line = line.strip_prefix("    ").unwrap_or_else(|| panic!("no SQL: {line}"));
        line.to_owned()
    };
    block.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// How many of the metrics a program emits: all, of the type and with the labels that stand there. An
/// optional one may be absent, but if it is there it must be that. Some are left out.
///
/// # Errors
///
/// A line for each difference.
pub(crate) fn compare(
    metrics: &Listed<MetricName, Metric>,
    page: &Page,
    left_out: impl Fn(&str) -> bool,
) -> Result<usize, String> {
    let mut wrong = String::new();
    let mut seen = 0;
    for (name, metric) in metrics.iter().filter(|(name, _)| !left_out(name.as_str())) {
        match difference(name.as_str(), metric, page) {
            Ok(there) => seen += usize::from(there),
            Err(difference) => {
                let _ = writeln!(wrong, "{name}: {difference}");
            }
        }
    }
    if wrong.is_empty() { Ok(seen) } else { Err(wrong) }
}

fn difference(name: &str, metric: &Metric, page: &Page) -> Result<bool, String> {
    let Some(kind) = page.types.get(name) else {
        return if metric.optional.is_some() { Ok(false) } else { Err("is not there".to_owned()) };
    };
    // Of an untyped one, the exporter does not say what its values mean; the catalogue does.
    let simple = matches!(metric.r#type, MetricType::Counter | MetricType::Gauge);
    if kind != metric.r#type.as_str() && !(simple && kind == "untyped") {
        return Err(format!("is a {kind}, not a {}", metric.r#type));
    }
    let own: BTreeSet<String> = metric.labels.iter().map(ToString::to_string).collect();
    let with = |label: &str| own.iter().cloned().chain([label.to_owned()]).collect();
    let expected: Vec<(String, BTreeSet<String>)> = match metric.r#type {
        MetricType::Counter | MetricType::Gauge => vec![(name.to_owned(), own.clone())],
        MetricType::Histogram => vec![
            (format!("{name}_bucket"), with("le")),
            (format!("{name}_sum"), own.clone()),
            (format!("{name}_count"), own.clone()),
        ],
        MetricType::Summary => vec![
            (name.to_owned(), with("quantile")),
            (format!("{name}_sum"), own.clone()),
            (format!("{name}_count"), own.clone()),
        ],
    };
    for (series, labels) in expected {
        let Some(found) = page.labels.get(&series) else {
            return Err(format!("has no series {series}"));
        };
        if let Some(other) = found.iter().find(|found| **found != labels) {
            return Err(format!("{series} has the labels {other:?}, not {labels:?}"));
        }
    }
    Ok(true)
}

/// A page of metrics as a program of the catalogue would have it: all that are listed, each with one
/// series, and every value a number of the caller's. What stands in for a program that no package has.
///
/// # Panics
///
/// If there is no integration of this name.
pub(crate) fn emitted(name: &str, scrape: u64) -> String {
    let mut page = String::new();
    for (metric, kind) in &integration(name).integration.metrics {
        let labels: Vec<_> = kind.labels.iter().map(|label| format!("{label}=\"x\"")).collect();
        let labels = labels.join(",");
        let _ = writeln!(page, "# TYPE {metric} {}", kind.r#type.as_str());
        match kind.r#type {
            MetricType::Counter | MetricType::Gauge => {
                let _ = writeln!(page, "{metric}{{{labels}}} {scrape}");
            }
            MetricType::Histogram => {
                let and = if labels.is_empty() { "" } else { "," };
                let _ = writeln!(
                    page,
                    "{metric}_bucket{{{labels}{and}le=\"1\"}} {scrape}\n\
                     {metric}_bucket{{{labels}{and}le=\"+Inf\"}} {scrape}\n\
                     {metric}_sum{{{labels}}} {scrape}\n{metric}_count{{{labels}}} {scrape}"
                );
            }
            MetricType::Summary => {
                let _ = writeln!(
                    page,
                    "{metric}_sum{{{labels}}} {scrape}\n{metric}_count{{{labels}}} {scrape}"
                );
            }
        }
    }
    page
}

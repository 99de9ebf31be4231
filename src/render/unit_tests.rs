//! The unit tests of each integration's rules.

use super::RenderError;
use super::files::Files;
use super::part::{field, fields};
use crate::stack::{
    Alert, Firing, Part, Recorded, Recording, RecordingTest, Stack, Test, TestSeries,
};
use crate::template::{Context, Data};
use std::collections::BTreeMap;

pub(super) fn render(stack: &Stack, part: &Part, files: &mut Files<'_>) -> Result<(), RenderError> {
    let recordings = part.recordings.iter();
    let recordings =
        recordings.flat_map(|rule| rule.tests.iter().map(move |one| recording_test(rule, one)));
    let alerts =
        part.alerts.iter().flat_map(|alert| alert.tests.iter().map(move |one| test(alert, one)));
    let mut tests = recordings.chain(alerts).peekable();
    if tests.peek().is_none() {
        return Ok(());
    }
    let context = Context::default()
        .with("file", part.name.as_str())
        .with("rules", format!("../rules/{}.yml", part.name))
        .with("interval", stack.prometheus.scrape_interval.to_string())
        .with("evaluation_interval", stack.prometheus.evaluation_interval.to_string())
        .with("tests", tests.collect::<Data>());
    files.yaml(
        &format!("prometheus/tests/{}.yml", part.name),
        "prometheus/tests/part.yml",
        &context,
    )
}

/// A test of an alert as its template sees it.
fn test(alert: &Alert, test: &Test) -> Data {
    let firing = |firing: &Firing| {
        let labels = firing.labels.iter().map(|(name, value)| field(name, value));
        Data::fields([("labels", labels.collect()), ("annotations", fields(&firing.annotations))])
    };
    let expect = test.expect.iter().map(|expectation| {
        Data::fields([
            ("at", expectation.at.to_string().into()),
            ("firing", expectation.firing.iter().map(firing).collect()),
        ])
    });
    Data::fields([
        ("name", format!("{}: {}", alert.name, test.name).into()),
        ("series", series(&test.series)),
        ("alert", alert.name.as_str().into()),
        ("alerts", expect.collect()),
    ])
}

/// A test of what a rule records.
fn recording_test(rule: &Recording, test: &RecordingTest) -> Data {
    // Several rules may record one series; their labels tell them apart. Rates carry the noise of
    // binary fractions, and promtool compares every bit.
    let own: BTreeMap<_, _> = rule.labels.iter().cloned().collect();
    let selected = if own.is_empty() { String::new() } else { selector(&own) };
    let sample = |(labels, value): &(BTreeMap<String, String>, f64)| {
        let mut labels = labels.clone();
        labels.extend(own.clone());
        Data::fields([("labels", selector(&labels).into()), ("value", (*value).into())])
    };
    let recorded = test.expect.iter().map(|recorded: &Recorded| {
        Data::fields([
            ("at", recorded.at.to_string().into()),
            ("samples", recorded.samples.iter().map(sample).collect()),
        ])
    });
    Data::fields([
        ("name", format!("{}: {}", rule.record, test.name).into()),
        ("series", series(&test.series)),
        ("expr", format!("round({}{selected}, 1e-6)", rule.record).into()),
        ("recorded", recorded.collect()),
    ])
}

fn series(series: &[TestSeries]) -> Data {
    let one = |one: &TestSeries| {
        Data::fields([
            ("series", one.series.as_str().into()),
            ("values", one.values.as_str().into()),
        ])
    };
    series.iter().map(one).collect()
}

/// Labels as PromQL writes them: `{job="api"}`.
fn selector(labels: &BTreeMap<String, String>) -> String {
    let label = |(name, value): (&String, &String)| {
        let value = value.replace('\\', r"\\").replace('"', "\\\"").replace('\n', r"\n");
        format!("{name}=\"{value}\"")
    };
    format!("{{{}}}", labels.iter().map(label).collect::<Vec<_>>().join(","))
}

#[test]
fn labels_are_quoted() {
    let labels = BTreeMap::from([("a".to_owned(), "b\\\"\n".to_owned())]);
    assert_eq!(selector(&labels), r#"{a="b\\\"\n"}"#);
}

//! The unit tests of each integration's rules.

use super::RenderError;
use super::files::Files;
use super::prometheus::{Pair, pair, pairs};
use crate::stack::{
    Alert, Firing, Part, Recorded, Recording, RecordingTest, Stack, Test, TestSeries,
};
use crate::template::Context;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn render(stack: &Stack, part: &Part, files: &mut Files<'_>) -> Result<(), RenderError> {
    let recordings = part.recordings.iter();
    let recordings =
        recordings.flat_map(|rule| rule.tests.iter().map(move |one| recording_test(rule, one)));
    let alerts =
        part.alerts.iter().flat_map(|alert| alert.tests.iter().map(move |one| test(alert, one)));
    let tests: Vec<_> = recordings.chain(alerts).collect();
    if tests.is_empty() {
        return Ok(());
    }
    let context = Context::default()
        .with("file", part.name.as_str())
        .with("rules", format!("../rules/{}.yml", part.name))
        .with("interval", stack.prometheus.scrape_interval.to_string())
        .with("evaluation_interval", stack.prometheus.evaluation_interval.to_string())
        .with("tests", tests);
    files.yaml(
        &format!("prometheus/tests/{}.yml", part.name),
        "prometheus/tests/part.yml",
        &context,
    )
}

/// A test as its template sees it: of an alert, or of what an expression comes to.
#[derive(Serialize)]
struct TestView<'a> {
    name: String,
    series: Vec<SeriesView<'a>>,
    #[serde(flatten)]
    expect: Expect<'a>,
}

#[derive(Serialize)]
struct SeriesView<'a> {
    series: &'a str,
    values: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Expect<'a> {
    Alert { alert: &'a str, alerts: Vec<ExpectationView<'a>> },
    Expr { expr: String, recorded: Vec<RecordedView> },
}

#[derive(Serialize)]
struct ExpectationView<'a> {
    at: String,
    firing: Vec<FiringView<'a>>,
}

#[derive(Serialize)]
struct FiringView<'a> {
    labels: Vec<Pair<'a>>,
    annotations: Vec<Pair<'a>>,
}

#[derive(Serialize)]
struct RecordedView {
    at: String,
    samples: Vec<SampleView>,
}

#[derive(Serialize)]
struct SampleView {
    labels: String,
    value: f64,
}

fn test<'a>(alert: &'a Alert, test: &'a Test) -> TestView<'a> {
    let firing = |firing: &'a Firing| FiringView {
        labels: firing.labels.iter().map(|(name, value)| pair(name, value)).collect(),
        annotations: pairs(&firing.annotations),
    };
    let expect = test.expect.iter().map(|expectation| ExpectationView {
        at: expectation.at.to_string(),
        firing: expectation.firing.iter().map(firing).collect(),
    });
    TestView {
        name: format!("{}: {}", alert.name, test.name),
        series: series(&test.series),
        expect: Expect::Alert { alert: alert.name.as_str(), alerts: expect.collect() },
    }
}

fn recording_test<'a>(rule: &'a Recording, test: &'a RecordingTest) -> TestView<'a> {
    // Several rules may record one series; their labels tell them apart. Rates carry the noise of
    // binary fractions, and promtool compares every bit.
    let own: BTreeMap<_, _> = rule.labels.iter().cloned().collect();
    let selected = if own.is_empty() { String::new() } else { selector(&own) };
    let sample = |(labels, value): &(BTreeMap<String, String>, f64)| {
        let mut labels = labels.clone();
        labels.extend(own.clone());
        SampleView { labels: selector(&labels), value: *value }
    };
    let recorded = |recorded: &Recorded| RecordedView {
        at: recorded.at.to_string(),
        samples: recorded.samples.iter().map(sample).collect(),
    };
    TestView {
        name: format!("{}: {}", rule.record, test.name),
        series: series(&test.series),
        expect: Expect::Expr {
            expr: format!("round({}{selected}, 1e-6)", rule.record),
            recorded: test.expect.iter().map(recorded).collect(),
        },
    }
}

fn series(series: &[TestSeries]) -> Vec<SeriesView<'_>> {
    series.iter().map(|one| SeriesView { series: &one.series, values: &one.values }).collect()
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

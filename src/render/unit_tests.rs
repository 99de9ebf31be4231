//! The unit tests of each integration's rules.

use super::RenderError;
use super::files::Files;
use super::part::pairs;
use super::prometheus::pair;
use crate::stack::{Alert, Part, Recorded, Recording, RecordingTest, Stack, Test, TestSeries};
use crate::template::Context;
use serde_json::{Value as Json, json};
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

fn test(alert: &Alert, test: &Test) -> Json {
    let expect: Vec<_> = test
        .expect
        .iter()
        .map(|expectation| {
            let firing: Vec<_> = expectation
                .firing
                .iter()
                .map(|firing| {
                    let labels: Vec<_> = firing
                        .labels
                        .iter()
                        .map(|(name, value)| pair(name, value.as_str()))
                        .collect();
                    json!({ "labels": labels, "annotations": pairs(&firing.annotations) })
                })
                .collect();
            json!({ "at": expectation.at.to_string(), "firing": firing })
        })
        .collect();
    json!({
        "name": format!("{}: {}", alert.name, test.name),
        "alert": alert.name.as_str(),
        "expr": null,
        "series": series(&test.series),
        "expect": expect,
    })
}

fn recording_test(rule: &Recording, test: &RecordingTest) -> Json {
    // Several rules may record one series; their labels tell them apart. Rates carry the noise of
    // binary fractions, and promtool compares every bit.
    let own: BTreeMap<_, _> = rule.labels.iter().cloned().collect();
    let expr = match own.is_empty() {
        true => format!("round({}, 1e-6)", rule.record),
        false => format!("round({}{}, 1e-6)", rule.record, selector(&own)),
    };
    let recorded = |recorded: &Recorded| {
        let sample = |(labels, value): &(BTreeMap<String, String>, f64)| {
            let mut labels = labels.clone();
            labels.extend(own.clone());
            json!({ "labels": selector(&labels), "value": value })
        };
        let samples: Vec<_> = recorded.samples.iter().map(sample).collect();
        json!({ "at": recorded.at.to_string(), "samples": samples })
    };
    json!({
        "name": format!("{}: {}", rule.record, test.name),
        "alert": null,
        "expr": expr,
        "series": series(&test.series),
        "expect": test.expect.iter().map(recorded).collect::<Vec<_>>(),
    })
}

fn series(series: &[TestSeries]) -> Vec<Json> {
    series.iter().map(|one| json!({ "series": one.series, "values": one.values })).collect()
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

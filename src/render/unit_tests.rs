//! The unit tests of each integration's rules.

use super::RenderError;
use super::files::Files;
use crate::stack::{
    Alert, Firing, Part, Recorded, Recording, RecordingTest, Stack, Test, TestSeries,
};
use crate::template::{Context, Rendered};
use std::collections::BTreeMap;

pub(super) fn render(stack: &Stack, part: &Part, files: &mut Files<'_>) -> Result<(), RenderError> {
    let of_recordings = part.recordings.iter().any(|rule| !rule.tests.is_empty());
    let of_alerts = part.alerts.iter().any(|alert| !alert.tests.is_empty());
    if !of_recordings && !of_alerts {
        return Ok(());
    }
    let interval = stack.prometheus.scrape_interval.to_string();
    let context = Context::default()
        .with("file", part.name.as_str())
        .with("rules", format!("../rules/{}.yml", part.name))
        .with("evaluation_interval", stack.prometheus.evaluation_interval.to_string());
    let path = format!("prometheus/tests/{}.yml", part.name);
    files.yaml_and(&path, "prometheus/tests/part.yml", &context, |file| {
        let mut tests = Tests { file, interval: &interval };
        for rule in &part.recordings {
            rule.tests.iter().for_each(|one| tests.recording(rule, one));
        }
        for alert in &part.alerts {
            alert.tests.iter().for_each(|one| tests.alert(alert, one));
        }
    })
}

/// The tests of a file.
struct Tests<'f> {
    file: &'f mut Rendered,
    interval: &'f str,
}

impl Tests<'_> {
    /// A test of an alert.
    fn alert(&mut self, alert: &Alert, test: &Test) {
        self.begin(alert.name.as_str(), &test.name, &test.series);
        self.file.line("    alert_rule_test:");
        for expectation in &test.expect {
            self.file.text("      - eval_time: ", &expectation.at.to_string());
            self.file.text("        alertname: ", alert.name.as_str());
            if expectation.firing.is_empty() {
                self.file.line("        exp_alerts: []");
                continue;
            }
            self.file.line("        exp_alerts:");
            expectation.firing.iter().for_each(|firing| self.firing(firing));
        }
    }

    fn firing(&mut self, firing: &Firing) {
        let indent = "              ";
        self.file.line("          - exp_labels:");
        for (name, value) in &firing.labels {
            self.file.pair(indent, name, value);
        }
        self.file.line("            exp_annotations:");
        for (name, text) in &firing.annotations {
            self.file.block(indent, name, text);
        }
    }

    /// A test of what a rule records.
    fn recording(&mut self, rule: &Recording, test: &RecordingTest) {
        // Several rules may record one series; their labels tell them apart. Rates carry the noise of
        // binary fractions, and promtool compares every bit.
        let own: BTreeMap<_, _> = rule.labels.iter().cloned().collect();
        let selected = if own.is_empty() { String::new() } else { selector(&own) };
        let expr = format!("round({}{selected}, 1e-6)", rule.record);
        self.begin(&rule.record, &test.name, &test.series);
        self.file.line("    promql_expr_test:");
        for Recorded { at, samples } in &test.expect {
            self.file.text("      - expr: ", &expr);
            self.file.text("        eval_time: ", &at.to_string());
            if samples.is_empty() {
                self.file.line("        exp_samples: []");
                continue;
            }
            self.file.line("        exp_samples:");
            for (labels, value) in samples {
                let mut labels = labels.clone();
                labels.extend(own.clone());
                self.file.text("          - labels: ", &selector(&labels));
                self.file.number("            value: ", *value);
            }
        }
    }

    /// What all tests begin with.
    fn begin(&mut self, rule: &str, test: &str, series: &[TestSeries]) {
        self.file.text("  - name: ", &format!("{rule}: {test}"));
        self.file.text("    interval: ", self.interval);
        self.file.line("    input_series:");
        for TestSeries { series, values } in series {
            self.file.text("      - series: ", series);
            self.file.text("        values: ", values);
        }
        if series.is_empty() {
            self.file.line("      []");
        }
    }
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

//! The unit tests of each integration's rules.

use super::RenderError;
use super::files::Files;
use crate::stack::{
    Alert, Firing, Part, Recorded, Recording, RecordingTest, RuleFile, Stack, Test, TestSeries,
};
use crate::template::{Context, Rendered};
use std::collections::BTreeMap;

/// Renders a file for each profile that has tests, and one for the tests that need no profile's rules.
pub(super) fn render(
    stack: &Stack,
    part: &Part,
    rules: &[RuleFile<'_>],
    files: &mut Files<'_>,
) -> Result<(), RenderError> {
    let interval = stack.prometheus.scrape_interval.to_string();
    for (profile, of_profile) in by_profile(part) {
        let name = part.file_name(profile);
        // A test of a profile is not slowed down by the rules of the others.
        let loaded = rules.iter().filter(|it| it.profile.is_none() || it.profile == profile);
        let loaded: Vec<_> = loaded.map(|it| it.name.as_str()).collect();
        let context = Context::default()
            .with("file", name.as_str())
            .with("groups", loaded)
            .with("evaluation_interval", stack.prometheus.evaluation_interval.to_string());
        let path = format!("prometheus/tests/{name}.yml");
        files.yaml_and(&path, "prometheus/tests/part.yml", &context, |file| {
            let mut tests = Tests { file, interval: &interval };
            tests.recordings(&of_profile.recordings);
            of_profile.alerts.iter().for_each(|(alert, one)| tests.alert(alert, one));
        })?;
    }
    Ok(())
}

/// The tests of one file.
#[derive(Default)]
struct OfProfile<'a> {
    recordings: Vec<(&'a Recording, &'a RecordingTest)>,
    alerts: Vec<(&'a Alert, &'a Test)>,
}

fn by_profile(part: &Part) -> BTreeMap<Option<&str>, OfProfile<'_>> {
    let mut all: BTreeMap<Option<&str>, OfProfile<'_>> = BTreeMap::new();
    for rule in &part.recordings {
        for test in &rule.tests {
            all.entry(test.profile.as_deref()).or_default().recordings.push((rule, test));
        }
    }
    for alert in &part.alerts {
        for test in &alert.tests {
            all.entry(test.profile.as_deref()).or_default().alerts.push((alert, test));
        }
    }
    all
}

/// The tests of a file.
struct Tests<'f> {
    file: &'f mut Rendered,
    interval: &'f str,
}

impl Tests<'_> {
    /// A test of an alert.
    fn alert(&mut self, alert: &Alert, test: &Test) {
        self.begin(&format!("{}: {}", alert.name, test.name), &test.series);
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

    /// Tests of what rules record. Those in a row that have the same series are one to promtool, which
    /// then evaluates all rules once.
    fn recordings(&mut self, tests: &[(&Recording, &RecordingTest)]) {
        for same in tests.chunk_by(|(_, a), (_, b)| a.series == b.series) {
            let mut names: Vec<_> =
                same.iter().map(|(rule, test)| format!("{}: {}", rule.record, test.name)).collect();
            names.dedup();
            self.begin(&names.join("; "), &same[0].1.series);
            self.file.line("    promql_expr_test:");
            for (rule, test) in same {
                self.recorded(rule, test);
            }
        }
    }

    /// What a rule is to record.
    fn recorded(&mut self, rule: &Recording, test: &RecordingTest) {
        // Several rules may record one series; their labels tell them apart. Rates carry the noise of
        // binary fractions, and promtool compares every bit.
        let own: BTreeMap<_, _> = rule.labels.iter().cloned().collect();
        let selected = if own.is_empty() { String::new() } else { selector(&own) };
        let expr = format!("round({}{selected}, 1e-6)", rule.record);
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
    fn begin(&mut self, name: &str, series: &[TestSeries]) {
        self.file.text("  - name: ", name);
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

//! The unit tests of each integration's rules.

use super::RenderError;
use super::files::{Files, VERSION};
use super::yaml::{List, Map};
use crate::stack::{
    Alert, Expectation, Firing, Part, Recorded, Recording, RecordingTest, RuleFile, Stack, Test,
    TestSeries,
};
use std::collections::BTreeMap;

/// Renders a file for each profile that has tests, and one for the tests that need no profile's rules.
pub(super) fn render(
    stack: &Stack,
    part: &Part,
    rules: &[RuleFile<'_>],
    files: &mut Files<'_>,
) -> Result<(), RenderError> {
    for (profile, tests) in by_profile(part) {
        let name = part.file_name(profile);
        // A test of a profile is not slowed down by the rules of the others.
        let loaded = rules.iter().filter(|it| it.profile.is_none() || it.profile == profile);
        let loaded: Vec<_> = loaded.map(|it| it.name.as_str()).collect();
        files.yaml(&format!("prometheus/tests/{name}.yml"), |yaml| {
            yaml.comment(&format!(
                "Unit tests of the rules in ../rules/{name}.yml.\n\n  \
                 promtool test rules prometheus/tests/*.yml\n\n\
                 Rendered by stackgen {VERSION}, with the thresholds and durations of the spec."
            ));
            yaml.blank();
            load(yaml, &loaded);
            yaml.blank();
            yaml.text("evaluation_interval", &stack.prometheus.evaluation_interval.to_string());
            yaml.blank();
            yaml.list("tests", |list| {
                let interval = stack.prometheus.scrape_interval.to_string();
                Tests { list, interval }.all(&tests);
            });
        })?;
    }
    Ok(())
}

/// Which rules are loaded, and in which order their groups are evaluated.
fn load(yaml: &mut Map<'_>, groups: &[&str]) {
    yaml.list("rule_files", |files| {
        groups.iter().for_each(|group| files.text(&format!("../rules/{group}.yml")));
    });
    if groups.len() > 1 {
        yaml.blank();
        yaml.comment("Without an order, promtool evaluates groups in any.");
        yaml.list("group_eval_order", |order| groups.iter().for_each(|group| order.text(group)));
    }
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
struct Tests<'l, 'o> {
    list: &'l mut List<'o>,
    /// How often targets are scraped.
    interval: String,
}

impl Tests<'_, '_> {
    fn all(&mut self, tests: &OfProfile<'_>) {
        // Those in a row that have the same series are one to promtool, which then evaluates all
        // rules once.
        for same in tests.recordings.chunk_by(|(_, a), (_, b)| a.series == b.series) {
            let mut names: Vec<_> =
                same.iter().map(|(rule, test)| format!("{}: {}", rule.record, test.name)).collect();
            names.dedup();
            self.test(&names.join("; "), &same[0].1.series, |map| {
                map.list("promql_expr_test", |list| {
                    same.iter().for_each(|(rule, test)| recorded(list, rule, test));
                });
            });
        }
        for (alert, test) in &tests.alerts {
            self.test(&format!("{}: {}", alert.name, test.name), &test.series, |map| {
                map.list("alert_rule_test", |list| {
                    test.expect.iter().for_each(|it| list.map(|map| expectation(map, alert, it)));
                });
            });
        }
    }

    /// A test: its series, and what is expected of them.
    fn test(&mut self, name: &str, series: &[TestSeries], expect: impl FnOnce(&mut Map<'_>)) {
        self.list.map(|map| {
            map.text("name", name);
            map.text("interval", &self.interval);
            map.list("input_series", |list| {
                for TestSeries { series, values } in series {
                    list.map(|map| {
                        map.text("series", series);
                        map.text("values", values);
                    });
                }
            });
            expect(map);
        });
    }
}

/// Which alerts fire at one time.
fn expectation(map: &mut Map<'_>, alert: &Alert, Expectation { at, firing }: &Expectation) {
    map.text("eval_time", &at.to_string());
    map.text("alertname", alert.name.as_str());
    map.list("exp_alerts", |list| {
        for Firing { labels, annotations } in firing {
            list.map(|map| {
                map.map("exp_labels", |map| {
                    labels.iter().for_each(|(name, value)| map.text(name, value));
                });
                map.texts("exp_annotations", annotations);
            });
        }
    });
}

/// What a rule is to record.
fn recorded(list: &mut List<'_>, rule: &Recording, test: &RecordingTest) {
    // Several rules may record one series; their labels tell them apart. Rates carry the noise of
    // binary fractions, and promtool compares every bit.
    let own: BTreeMap<_, _> = rule.labels.iter().cloned().collect();
    let selected = if own.is_empty() { String::new() } else { selector(&own) };
    let expr = format!("round({}{selected}, 1e-6)", rule.record);
    for Recorded { at, samples } in &test.expect {
        list.map(|map| {
            map.text("expr", &expr);
            map.text("eval_time", &at.to_string());
            map.list("exp_samples", |list| {
                for (labels, value) in samples {
                    let mut labels = labels.clone();
                    labels.extend(own.clone());
                    list.map(|map| {
                        map.text("labels", &selector(&labels));
                        map.number("value", *value);
                    });
                }
            });
        });
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

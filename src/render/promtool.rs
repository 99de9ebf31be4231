//! The unit tests of each integration's rules.

use super::RenderError;
use super::files::{Files, VERSION};
use super::yaml::{List, Map};
use crate::stack::{
    Alert, Expectation, Firing, Group, Part, Recorded, Recording, RecordingTest, RuleFile, Stack,
    Test, TestSeries,
};
use crate::value::Duration;
use std::collections::BTreeMap;

/// Renders a file for each profile that has tests, and one for the tests that need no profile's rules;
/// and another for each group with an interval of its own, as promtool evaluates all groups at that of
/// the file.
pub(super) fn render(
    stack: &Stack,
    part: &Part,
    rules: &[RuleFile<'_>],
    files: &mut Files<'_>,
) -> Result<(), RenderError> {
    for (name, tests) in files_of(part) {
        // A test of a profile is not slowed down by the rules of the others.
        let is_loaded = |it: &&RuleFile<'_>| it.profile.is_none() || it.profile == tests.profile;
        let loaded: Vec<_> = rules.iter().filter(is_loaded).collect();
        let interval = tests.interval.unwrap_or(*stack.prometheus.evaluation_interval);
        files.yaml(&format!("prometheus/tests/{name}.yml"), |yaml| {
            yaml.comment(&format!(
                "Unit tests of the rules in ../rules/{}.yml.\n\n  \
                 promtool test rules prometheus/tests/*.yml\n\n\
                 Rendered by stackgen {VERSION}, with the thresholds and durations of the spec.",
                part.file_name(tests.profile)
            ));
            yaml.blank();
            load(yaml, &loaded);
            yaml.blank();
            yaml.text("evaluation_interval", &interval.to_string());
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
fn load(yaml: &mut Map<'_>, rules: &[&RuleFile<'_>]) {
    yaml.list("rule_files", |files| {
        for file in rules {
            files.text(&format!("../rules/{}.yml", file.name));
        }
    });
    let groups: Vec<_> = rules.iter().flat_map(|file| &file.groups).collect();
    if groups.len() > 1 {
        yaml.blank();
        yaml.comment("Without an order, promtool evaluates groups in any.");
        yaml.list("group_eval_order", |order| {
            for group in groups {
                order.text(&group.name);
            }
        });
    }
}

/// What one file tests: rules of one profile and one group.
struct TestFile<'a> {
    profile: Option<&'a str>,
    /// That of the group, if it has one of its own.
    interval: Option<Duration>,
    recordings: Vec<(&'a Recording, &'a RecordingTest)>,
    alerts: Vec<(&'a Alert, &'a Test)>,
}

/// The files of an integration's tests, by their names.
fn files_of(part: &Part) -> BTreeMap<String, TestFile<'_>> {
    let mut files = BTreeMap::new();
    for rule in &part.recordings {
        for test in &rule.tests {
            let file = file_of(&mut files, part, test.profile.as_deref(), rule.group.as_ref());
            file.recordings.push((rule, test));
        }
    }
    for alert in &part.alerts {
        for test in &alert.tests {
            let file = file_of(&mut files, part, test.profile.as_deref(), alert.group.as_ref());
            file.alerts.push((alert, test));
        }
    }
    files
}

fn file_of<'f, 'a>(
    files: &'f mut BTreeMap<String, TestFile<'a>>,
    part: &Part,
    profile: Option<&'a str>,
    group: Option<&Group>,
) -> &'f mut TestFile<'a> {
    let new = || TestFile {
        profile,
        interval: group.map(|group| group.interval.value),
        recordings: vec![],
        alerts: vec![],
    };
    files.entry(part.group_name(profile, group)).or_insert_with(new)
}

/// The tests of a file.
struct Tests<'l, 'o> {
    list: &'l mut List<'o>,
    /// How often targets are scraped.
    interval: String,
}

impl Tests<'_, '_> {
    fn all(&mut self, tests: &TestFile<'_>) {
        // Those in a row that have the same series are one to promtool, which then evaluates all
        // rules once.
        for same in tests.recordings.chunk_by(|(_, a), (_, b)| a.series == b.series) {
            let mut names: Vec<_> =
                same.iter().map(|(rule, test)| format!("{}: {}", rule.record, test.name)).collect();
            names.dedup();
            self.test(&names.join("; "), &same[0].1.series, |map| {
                map.list("promql_expr_test", |list| {
                    for (rule, test) in same {
                        recorded(list, rule, test);
                    }
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
                    for (name, value) in labels {
                        map.text(name, value);
                    }
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

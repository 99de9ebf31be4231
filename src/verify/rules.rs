//! Every rule is loaded and evaluated.

use super::{Finding, Outcome};
use crate::live::{LoadedRule, RuleGroup, Rules, Time};
use crate::stack::{Part, RuleKind, Stack};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const RELOAD: &str = "Prometheus runs with other rules than the rendered ones: `stackgen reload`";

const FOREIGN: &str = "if its file is not from the spec, which `stackgen render --check` shows, remove it; then run `stackgen reload`";

fn not_loaded(rules: usize) -> String {
    if rules == 1 {
        "its rule is not loaded".to_owned()
    } else {
        format!("none of its {rules} rules is loaded")
    }
}

/// A rule as it is rendered.
struct Rendered<'a> {
    kind: &'static str,
    name: &'a str,
    expr: &'a str,
    /// In seconds.
    hold: f64,
    labels: &'a [(String, String)],
}

/// The groups of rules that the stack renders.
fn groups(stack: &Stack) -> Vec<(String, Vec<Rendered<'_>>)> {
    let all = stack.parts.iter().flat_map(Part::rule_files).flat_map(|file| file.groups);
    let all = all.map(|group| {
        let recordings = group.recordings.into_iter().map(|rule| Rendered {
            kind: "recording",
            name: &rule.record,
            expr: &rule.expr,
            hold: 0.0,
            labels: &rule.labels,
        });
        let alerts = group.alerts.into_iter().map(|rule| Rendered {
            kind: "alerting",
            name: rule.name.as_str(),
            expr: &rule.expr,
            hold: rule.hold.secs(),
            labels: &rule.labels,
        });
        (group.name, recordings.chain(alerts).collect::<Vec<_>>())
    });
    let own = stack.own_rules.iter().map(|group| {
        let rules = group.rules.iter().map(|rule| Rendered {
            kind: match rule.kind {
                RuleKind::Alert => "alerting",
                RuleKind::Recording => "recording",
            },
            name: &rule.name,
            expr: &rule.expr,
            hold: rule.hold.secs(),
            labels: &rule.labels,
        });
        (group.name.clone(), rules.collect())
    });
    all.chain(own).collect()
}

/// The expressions whose form [`judge`] has to know: that which Prometheus itself would give each of
/// them, so that spaces and parentheses make no difference.
pub fn expressions(stack: &Stack, rules: &Rules) -> BTreeSet<String> {
    let rendered = groups(stack).into_iter().flat_map(|(_, rules)| rules);
    let loaded = rules.groups.iter().flat_map(|group| &group.rules);
    rendered.map(|rule| rule.expr.to_owned()).chain(loaded.map(|rule| rule.query.clone())).collect()
}

/// What Prometheus says of its rules, against the stack's. `forms` has Prometheus's form of each of
/// the [`expressions`].
pub fn judge(stack: &Stack, rules: &Rules, forms: &BTreeMap<String, String>) -> Outcome {
    let mut outcome = Outcome::new("rules", "loaded and evaluated");
    let rendered = groups(stack);
    for (name, wanted) in &rendered {
        let Some(group) = rules.groups.iter().find(|group| group.name == *name) else {
            outcome.expected += wanted.len();
            outcome.findings.push(Finding::new(name, not_loaded(wanted.len())).help(RELOAD));
            continue;
        };
        let late = late(group, rules.now);
        // Said once, and not for each rule.
        let none_yet =
            !group.rules.is_empty() && group.rules.iter().all(|it| it.health == "unknown");
        // Rules are in the order of the file, and two recording rules may have one name.
        let mut left: Vec<&LoadedRule> = group.rules.iter().collect();
        for rule in wanted {
            let subject = format!("{name}: {}", rule.name);
            let same = |loaded: &&LoadedRule| loaded.kind == rule.kind && loaded.name == rule.name;
            let alike =
                |loaded: &&LoadedRule| same(loaded) && differences(rule, loaded, forms).is_empty();
            let at = left.iter().position(alike).or_else(|| left.iter().position(same));
            let loaded = at.map(|at| left.remove(at));
            if none_yet && loaded.is_some_and(|it| differences(rule, it, forms).is_empty()) {
                outcome.expected += 1;
                continue;
            }
            let findings = match loaded {
                None => vec![Finding::new(&subject, "is not loaded").help(RELOAD)],
                Some(loaded) => {
                    let mut all: Vec<_> = differences(rule, loaded, forms)
                        .into_iter()
                        .map(|problem| Finding::new(&subject, problem).help(RELOAD))
                        .collect();
                    all.extend(sick(&subject, loaded));
                    all
                }
            };
            outcome.expect(subject, findings);
        }
        outcome.findings.extend(left.into_iter().map(|loaded| {
            let subject = format!("{name}: {}", loaded.name);
            Finding::new(subject, "is loaded, but not rendered").help(RELOAD)
        }));
        outcome.findings.extend(late);
        if none_yet {
            let what = format!(
                "none of its {} rules has been evaluated yet: its turn comes every {} s",
                group.rules.len(),
                group.interval
            );
            outcome.findings.push(Finding::new(name, what).heals());
        }
    }
    for group in &rules.groups {
        if !rendered.iter().any(|(name, _)| *name == group.name) {
            let what = format!("the group of {} is loaded, but not rendered", group.file);
            outcome.findings.push(Finding::new(&group.name, what).help(FOREIGN));
        }
    }
    outcome
}

/// What is another one in a rule that is loaded.
fn differences(
    rule: &Rendered<'_>,
    loaded: &LoadedRule,
    forms: &BTreeMap<String, String>,
) -> Vec<String> {
    let form = |expr: &str| forms.get(expr).cloned().unwrap_or_else(|| expr.trim().to_owned());
    let one_line = |expr: &str| expr.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut all = Vec::new();
    if form(rule.expr) != form(&loaded.query) {
        all.push(format!("is loaded with another expression: `{}`", one_line(&loaded.query)));
    }
    if (rule.hold - loaded.duration).abs() > 1e-6 {
        all.push(format!("waits {} s before it fires, not {} s", loaded.duration, rule.hold));
    }
    let labels: BTreeMap<String, String> = rule.labels.iter().cloned().collect();
    if labels != loaded.labels {
        all.push(format!("sets other labels: {}", shown(&loaded.labels)));
    }
    all
}

fn shown(labels: &BTreeMap<String, String>) -> String {
    let pairs: Vec<_> = labels.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// A rule that is loaded, but cannot be evaluated, or has not been yet.
fn sick(subject: &str, rule: &LoadedRule) -> Option<Finding> {
    match rule.health.as_str() {
        "ok" => None,
        "unknown" => Some(Finding::new(subject, "has not been evaluated yet").heals()),
        _ => Some(
            Finding::new(subject, format!("cannot be evaluated: {}", rule.last_error.trim()))
                .help(
                    "run its expression in Prometheus: what it reads is not as the rule expects it",
                )
                .heals(),
        ),
    }
}

/// A group whose turn has come and gone, twice.
fn late(group: &RuleGroup, now: Option<Time>) -> Option<Finding> {
    let last = Time::of_json(&group.last_evaluation)?;
    let ago = now?.since(last);
    let limit =
        Duration::from_secs_f64((2.0 * group.interval).clamp(0.0, 1e9)) + Duration::from_secs(10);
    let rules = group.rules.iter().all(|rule| rule.health == "unknown");
    (ago > limit && !rules).then(|| {
        let text = format!(
            "was evaluated {} s ago, although its turn is every {} s",
            ago.as_secs(),
            group.interval
        );
        Finding::new(&group.name, text)
            .help("Prometheus is overloaded, or its clock was set: look at its log")
            .heals()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(health: &str) -> LoadedRule {
        LoadedRule {
            kind: "alerting".to_owned(),
            name: "Down".to_owned(),
            query: "up == 0".to_owned(),
            duration: 300.0,
            labels: BTreeMap::from([("tier".to_owned(), "P1".to_owned())]),
            health: health.to_owned(),
            last_error: "many-to-many matching\n".to_owned(),
        }
    }

    fn changed(expr: &str, hold: f64, tier: &str) -> Vec<String> {
        let labels = [("tier".to_owned(), tier.to_owned())];
        let rule = Rendered { kind: "alerting", name: "Down", expr, hold, labels: &labels };
        let forms = BTreeMap::from([("(up) == 0".to_owned(), "up == 0".to_owned())]);
        differences(&rule, &loaded("ok"), &forms)
    }

    #[test]
    fn what_is_another_one_in_a_rule() {
        assert!(changed("up == 0", 300.0, "P1").is_empty());
        assert!(changed("(up) == 0", 300.0, "P1").is_empty());
        assert_eq!(
            changed("up == 1", 300.0, "P1"),
            ["is loaded with another expression: `up == 0`"]
        );
        assert_eq!(changed("up == 0", 60.0, "P1"), ["waits 300 s before it fires, not 60 s"]);
        assert_eq!(changed("up == 0", 300.0, "P2"), ["sets other labels: {tier=\"P1\"}"]);
    }

    #[test]
    fn sick_rules() {
        assert_eq!(sick("x", &loaded("ok")), None);
        let problem = |health: &str| sick("x", &loaded(health)).map(|finding| finding.problem);
        assert_eq!(problem("unknown").as_deref(), Some("has not been evaluated yet"));
        assert_eq!(problem("err").as_deref(), Some("cannot be evaluated: many-to-many matching"));
    }

    #[test]
    fn late_groups() {
        let mut group = RuleGroup {
            interval: 15.0,
            last_evaluation: "2026-11-24T20:00:00.5Z".to_owned(),
            rules: vec![loaded("ok")],
            ..RuleGroup::default()
        };
        let at = |text: &str| Time::of_json(text);
        assert_eq!(late(&group, at("2026-11-24T20:00:40Z")), None);
        assert!(late(&group, at("2026-11-24T20:00:41Z")).is_some());
        assert_eq!(late(&group, None), None);
        group.last_evaluation = "0001-01-01T00:00:00Z".to_owned();
        group.rules = vec![loaded("unknown")];
        assert_eq!(late(&group, at("2026-11-24T20:00:41Z")), None, "it has not had its turn");
    }
}

//! Alerts of the user's own rule files that no route takes.

use super::Check;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::{OwnRule, RuleKind};
use crate::value::Tier;

const CODE: Code = Code::new("unrouted-alert");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "an alert of your own rule files has no label that leads it to a receiver",
    run,
};

/// What people call the severities that belong to a tier, beside stackgen's own names.
const SEVERITIES: [(Tier, &[&str]); 3] = [
    (Tier::P0, &["critical", "page", "high", "error", "emergency"]),
    (Tier::P1, &["warning", "medium", "warn"]),
    (Tier::P2, &["info", "low", "notice"]),
];

fn run(view: &View<'_>, found: &mut Diagnostics) {
    if view.stack.alerting.is_none() {
        return;
    }
    let rules = view.stack.own_rules.iter().flat_map(|group| &group.rules);
    for rule in rules.filter(|rule| rule.kind == RuleKind::Alert && rule.tier().is_none()) {
        let why = match rule.label("tier") {
            Some(tier) => format!("there is no tier `{tier}`"),
            None => "it has no label `tier`, by which the stack routes".to_owned(),
        };
        let message = format!("the alert `{}` reaches nobody: {why}", rule.name);
        found.push(
            Diagnostic::warning(CODE, message)
                .at(rule.span, "")
                .note(format!("there are {}", list::list(Tier::FOR_PEOPLE)))
                .help(format!(
                    "add under `labels:` of the rule or its group: tier: {}",
                    likely(rule)
                )),
        );
    }
}

/// The tier that fits the severity of an alert.
fn likely(rule: &OwnRule) -> Tier {
    let severity = rule.label("severity").unwrap_or_default().to_ascii_lowercase();
    let tier = SEVERITIES.iter().find(|(_, names)| names.contains(&severity.as_str()));
    tier.map_or(Tier::P1, |(tier, _)| *tier)
}

//! Alerts that silence more than they should.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::Presence;
use crate::stack::Scope;

const CODE: Code = Code::new("broad-silence");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an alert inhibits others by a label that it does not have itself",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    rules(view, found);
    let knowledge = |metric: &str| view.metrics.labels(metric);
    for expression in &view.expressions {
        let (Some(alert), Some(expr)) = (expression.alert(), expression.expr()) else { continue };
        let needed: &[&str] = match alert.silences {
            None => continue,
            Some(Scope::Job) => &["job"],
            Some(Scope::Instance) => &["job", "instance"],
        };
        let labels = expr.labels(&knowledge);
        let set = |label: &str| alert.labels.iter().any(|(name, _)| name == label);
        for label in needed {
            if labels.presence(label) != Presence::Never || set(label) {
                continue;
            }
            let message = format!(
                "{} inhibits alerts with the same `{label}`, and has no `{label}` itself",
                expression.name()
            );
            let problem = Diagnostic::error(CODE, message)
                .at(view.line(expression.span), format!("its result carries no `{label}`"))
                .note(format!(
                    "Alertmanager treats two missing labels as equal, so the rule that stackgen \
                     renders requires `{label}`: this alert would inhibit nothing"
                ))
                .help(format!("keep the label: `by (…, {label})`, or leave out `silences`"));
            found.push(expression.blame(problem));
        }
    }
}

/// The rules that stackgen renders: each has to ask for what it compares.
fn rules(view: &View<'_>, found: &mut Diagnostics) {
    let rules = view.stack.alerting.iter().flat_map(|alerting| &alerting.inhibitions);
    for rule in rules {
        for label in rule.unasked() {
            let message = format!("a rule would hold back alerts that have no `{label}`");
            found.push(
                Diagnostic::error(CODE, message)
                    .note(format!("the rule is: {}", rule.comment))
                    .note("this is part of stackgen: please report it"),
            );
        }
    }
}

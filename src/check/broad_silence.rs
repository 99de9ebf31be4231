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
    summary: "an alert silences others by a label that it does not carry itself",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
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
                "{} silences what has the same `{label}`, and has none itself",
                expression.name()
            );
            let problem = Diagnostic::error(CODE, message)
                .at(view.line(expression.span), format!("its result carries no `{label}`"))
                .note(format!(
                    "to Alertmanager, no label is a label like any other: it would silence every \
                     alert without `{label}`"
                ))
                .help(format!("keep the label: `by (…, {label})`, or leave out `silences`"));
            found.push(expression.blame(problem));
        }
    }
}

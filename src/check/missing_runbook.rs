//! Alerts that leave people alone.

use super::Check;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

const CODE: Code = Code::new("missing-runbook");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an alert does not say how to confirm, mitigate or fix what it reports",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for (alert, own) in view.alerts() {
        let runbook = &alert.runbook;
        let sections =
            [("confirm", &runbook.confirm), ("mitigate", &runbook.mitigate), ("fix", &runbook.fix)];
        let empty = sections.iter().filter(|(_, text)| text.as_str().trim().is_empty());
        let empty: Vec<&str> = empty.map(|(name, _)| *name).collect();
        if empty.is_empty() {
            continue;
        }
        let message = format!(
            "the runbook of the alert `{}` has nothing under {}",
            alert.name,
            list::quoted(empty)
        );
        let problem =
            if own { Diagnostic::warning(CODE, message) } else { Diagnostic::error(CODE, message) };
        found.push(
            problem
                .at(alert.span, "")
                .note("the person it wakes knows less than its author")
                .help(format!("write it in [alerts.{}.runbook], as Markdown", alert.name)),
        );
    }
}

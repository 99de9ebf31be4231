//! Alerts that nobody has seen fire.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::Tier;

const CODE: Code = Code::new("missing-tests");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "no unit test shows that an alert fires, or none that it stays silent",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for (alert, own) in view.alerts() {
        let mut expected = alert.tests.iter().flat_map(|test| &test.expect);
        let fires = expected.clone().any(|expectation| !expectation.firing.is_empty());
        let silent = expected.any(|expectation| expectation.firing.is_empty());
        let message = match (alert.tests.is_empty(), fires, silent) {
            (true, ..) => format!("the alert `{}` has no unit tests", alert.name),
            (_, false, _) => format!("no unit test makes the alert `{}` fire", alert.name),
            // What always fires is never silent.
            (_, _, false) if alert.tier != Tier::Heartbeat => {
                format!("no unit test of the alert `{}` expects it to stay silent", alert.name)
            }
            _ => continue,
        };
        let problem =
            if own { Diagnostic::warning(CODE, message) } else { Diagnostic::error(CODE, message) };
        found.push(
            problem
                .at(alert.span, "")
                .note("many alerts that have never fired cannot fire")
                .help(format!(
                    "[[alerts.{}.tests]]: series above the threshold with `firing`, and just below it without",
                    alert.name
                )),
        );
    }
}

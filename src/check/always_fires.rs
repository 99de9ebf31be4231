//! Alerts that hold all the time.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::Tier;

const CODE: Code = Code::new("always-fires");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "an alert's condition decides nothing, so that it fires all the time",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for expression in &view.expressions {
        let (Some(alert), Some(expr)) = (expression.alert(), expression.expr()) else { continue };
        if alert.tier == Tier::Heartbeat || expr.is_selective() {
            continue;
        }
        let bool = expr.comparisons().iter().any(|comparison| comparison.bool);
        let problem = Diagnostic::warning(
            CODE,
            format!("{} fires all the time", expression.name()),
        )
        .at(view.line(expression.span), "compares nothing")
        .note(
            "an alert fires for each series that its expression yields, whatever the value, 0 too",
        );
        let problem = if bool {
            problem.help(
                "leave out `bool`, which makes 0 and 1 of what would be nothing and something",
            )
        } else {
            problem.help("compare it with what is too much: `… > 0.05`")
        };
        found.push(expression.blame(problem));
    }
}

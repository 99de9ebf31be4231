//! Alerts that hold all the time.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::Tier;

const CODE: Code = Code::new("always-fires");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "an alert's condition is always true, so it always fires",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for expression in &view.expressions {
        let Some(expr) = expression.expr().filter(|_| expression.is_alert()) else { continue };
        if expression.tier() == Some(Tier::Heartbeat) || expr.is_selective() {
            continue;
        }
        let bool = expr.comparisons().iter().any(|comparison| comparison.bool);
        let problem = Diagnostic::warning(
            CODE,
            format!("{} always fires", expression.name()),
        )
        .at(view.line(expression.span), "compares nothing")
        .note(
            "an alert fires for each series that its expression returns, even if the value is 0",
        );
        let problem = if bool {
            problem.help("remove `bool`: it returns 0 or 1 instead of filtering")
        } else {
            problem.help("compare it with a threshold: `… > 0.05`")
        };
        found.push(expression.blame(problem));
    }
}

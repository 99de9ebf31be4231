//! Rules on what has no single value.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::ResultKind;

const CODE: Code = Code::new("not-a-vector");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an expression returns a range or a string, which a rule or panel cannot use",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for expression in &view.expressions {
        let (what, help) = match expression.expr().map(crate::promql::Expr::result_kind) {
            Some(ResultKind::Range) => (
                "many values for each series",
                "wrap it in a function that returns one value: `rate(…[5m])`, `max_over_time(…[5m])`",
            ),
            Some(ResultKind::Text) => ("a string", "write a PromQL expression over metrics"),
            _ => continue,
        };
        let message = format!("the expression of {} returns {what}", expression.name());
        let problem = Diagnostic::error(CODE, message)
            .at(view.line(expression.span), "")
            .note("Prometheus loads it, but can never evaluate it, and promtool does not notice")
            .help(help);
        found.push(expression.blame(problem));
    }
}

//! Expressions that cannot be read.

use super::Check;
use super::expression::Reading;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

const CODE: Code = Code::new("unread-expression");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an expression is no PromQL, or newer PromQL than stackgen knows",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for expression in &view.expressions {
        let Reading::Failed(error) = &expression.reading else { continue };
        let message = format!("the expression of {} cannot be read: {error}", expression.name());
        // The parser does not know the newest syntax; nobody may be kept from using it.
        let problem = if expression.own {
            Diagnostic::warning(CODE, message)
                .note("no other check looks at it")
                .help("ask Prometheus's own parser: `stackgen test`, or `promtool check rules`")
        } else {
            Diagnostic::error(CODE, message)
        };
        found.push(expression.blame(problem.at(view.line(expression.span), "")));
    }
}

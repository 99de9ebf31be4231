//! Expressions that cannot be read.

use super::Check;
use super::expression::{Expression, Site};
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::other_language;

const CODE: Code = Code::new("unread-expression");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an expression is not PromQL, or is newer PromQL than stackgen knows",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for expression in &view.expressions {
        let Err(error) = &expression.parsed else { continue };
        if let Some(language) = other_language(expression.text) {
            found.push(
                expression.blame(foreign(expression, language).at(view.line(expression.span), "")),
            );
            continue;
        }
        let message = format!("the expression of {} cannot be read: {error}", expression.name());
        // The parser does not know the newest syntax; nobody may be kept from using it.
        let problem = if expression.own {
            Diagnostic::warning(CODE, message)
                .note("no other check can examine it")
                .help("try Prometheus's own parser: run `stackgen test`, or `promtool check rules`")
        } else {
            Diagnostic::error(CODE, message)
        };
        found.push(expression.blame(problem.at(view.line(expression.span), "")));
    }
}

/// What no Prometheus can read.
fn foreign(expression: &Expression<'_>, language: &str) -> Diagnostic {
    let name = expression.name();
    let problem =
        Diagnostic::error(CODE, format!("{name} is written in {language}, not in PromQL"));
    match expression.site {
        Site::Panel(_) => problem.note("every panel asks the stack's Prometheus").help(
            "write the query in PromQL, or keep such a panel in a dashboard of your own in Grafana",
        ),
        _ => problem.note("Prometheus evaluates rules").help("write the expression in PromQL"),
    }
}

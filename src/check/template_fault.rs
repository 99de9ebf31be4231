//! Texts that Prometheus cannot fill in.

use super::Check;
use super::expression::Annotation;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::Template;

const CODE: Code = Code::new("template-fault");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "the text of an alert is not a template that Prometheus accepts",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for expression in &view.expressions {
        for Annotation { name, text, span } in expression.annotations() {
            for problem in Template::read(text).problems() {
                let message = format!("the {name} of {}: {}", expression.name(), problem.fault);
                let action: &str = text.get(problem.at..).unwrap_or_default();
                let action = action.split_inclusive("}}").next().unwrap_or_default();
                found.push(
                    Diagnostic::error(CODE, message)
                        .at(view.word(span, action), "")
                        .note("Prometheus refuses the rule, or prints an error instead of the text")
                        .help("for example: {{ $labels.instance }} or {{ $value | humanize }}; braces as text: {{ \"{{\" }}"),
                );
            }
        }
    }
}

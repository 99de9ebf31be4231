//! Texts that print what is not there.

use super::Check;
use super::expression::{Annotation, Expression};
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::{Presence, Template};

const CODE: Code = Code::new("dropped-label");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "an annotation prints a label that the expression's result never has",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let knowledge = |metric: &str| view.metrics.labels(metric);
    for expression in &view.expressions {
        let annotations = expression.annotations();
        let Some(expr) = expression.expr().filter(|_| !annotations.is_empty()) else { continue };
        let labels = expr.labels(&knowledge);
        for Annotation { name, text, span } in annotations {
            for label in Template::read(text).labels() {
                if labels.presence(label) != Presence::Never {
                    continue;
                }
                let message = format!(
                    "the {name} of {} prints `$labels.{label}`, which is always empty",
                    expression.name()
                );
                let left: Vec<&str> = labels.carried().collect();
                let problem = Diagnostic::warning(CODE, message)
                    .at(view.word(span, &format!("$labels.{label}")), "")
                    .at(
                        view.line(expression.span),
                        if left.is_empty() {
                            "its result carries no labels".to_owned()
                        } else {
                            format!("its result carries {}", list::quoted(&left))
                        },
                    );
                let problem = if rule_sets(expression, label) {
                    problem.note(format!(
                        "the rule itself sets `{label}`, and annotations only see the labels of the expression"
                    ))
                } else {
                    problem.help(format!(
                        "keep it: `by (…, {label})`, or remove it from the annotation"
                    ))
                };
                found.push(expression.blame(problem));
            }
        }
    }
}

fn rule_sets(expression: &Expression<'_>, label: &str) -> bool {
    label == "alertname" || expression.alert_labels().iter().any(|(name, _)| name == label)
}

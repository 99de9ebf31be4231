//! Matchers that select nothing.

use super::Check;
use super::expression::Expression;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::Selector;

const CODE: Code = Code::new("dead-matcher");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "a matcher uses a label that no series of the metric has",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let knowledge = |metric: &str| view.metrics.labels(metric);
    for expression in &view.expressions {
        let Some(expr) = expression.expr() else { continue };
        for used in expr.selectors() {
            found.extend(nameless(view, expression, used.selector()));
        }
        for dead in expr.dead_matchers(&knowledge) {
            let Some(metric) = dead.selector.metric() else { continue };
            let matcher = dead.matcher;
            let message = format!(
                "{} selects nothing of `{metric}`: it has no label `{}`",
                expression.name(),
                matcher.label()
            );
            let labels = knowledge(metric);
            let problem = Diagnostic::warning(CODE, message)
                .at(view.word(expression.span, matcher.label()), format!("`{matcher}` needs it"))
                .help(format!("its labels are {}", list::quoted(labels.carried())))
                .help("if it does have it, add it to its `labels` under [metrics]");
            found.push(expression.blame(match matcher.label() {
                "container" | "namespace" | "pod" => problem
                    .note("Kubernetes sets this label; on plain Docker, cAdvisor names containers by `name`"),
                _ => problem,
            }));
        }
    }
}

/// A selector without a metric's name, whose labels no series has together.
fn nameless(
    view: &View<'_>,
    expression: &Expression<'_>,
    selector: &Selector,
) -> Option<Diagnostic> {
    let metrics = &view.metrics;
    let dead = selector.metric().is_none()
        && metrics.has_any(selector)
        && !metrics.has_any_labelled(selector);
    dead.then(|| {
        let problem = Diagnostic::warning(
            CODE,
            format!("{} selects nothing: no series has the labels of `{selector}`", expression.name()),
        )
        .at(view.line(expression.span), "")
        .note("without a metric's name, this is how LogQL selects logs; the stack has a Prometheus, and no logs")
        .help("name the metric: `metric{…}`");
        expression.blame(problem)
    })
}

//! `rate` of what is no counter, and `delta` of what is one.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::Wants;
use crate::stack::MetricType;

const CODE: Code = Code::new("wrong-rate");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "a function for counters is applied to a gauge, or the other way round",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for expression in &view.expressions {
        let Some(expr) = expression.expr() else { continue };
        for used in expr.selectors() {
            let (Some(function), Some(metric)) = (used.range_function(), used.selector().metric())
            else {
                continue;
            };
            let (wanted, is, why, help) = match (function.wants(), view.metrics.kind(metric)) {
                (Wants::Counter, Some(MetricType::Gauge)) => (
                    "counter",
                    "gauge",
                    "it treats every decrease as a restart, and counts it as growth",
                    "for its rate of change: `deriv` or `delta`; for its level: `avg_over_time`",
                ),
                (Wants::Gauge, Some(MetricType::Counter)) => (
                    "gauge",
                    "counter",
                    "when the process restarts, the counter falls to zero, and the result is far below it",
                    "`rate` or `increase`",
                ),
                _ => continue,
            };
            let message = format!(
                "{} applies `{function}` to `{metric}`, which is a {is}",
                expression.name()
            );
            let problem = Diagnostic::warning(CODE, message)
                .at(
                    view.word(expression.span, metric),
                    format!("`{function}` is for a {wanted}: {why}"),
                )
                .help(help)
                .help(format!("if it is a {wanted}, say so under [metrics]"));
            found.push(expression.blame(problem));
        }
    }
}

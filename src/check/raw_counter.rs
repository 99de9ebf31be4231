//! Counters that are compared as they are.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::MetricType;

const CODE: Code = Code::new("raw-counter");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "the total of a counter since its process started is compared with a number",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let is_counter = |metric: &str| view.metrics.kind(metric) == Some(MetricType::Counter);
    for expression in view.expressions.iter().filter(|expression| expression.is_alert()) {
        let Some(expr) = expression.expr() else { continue };
        for raw in expr.raw_counters(&is_counter) {
            // Whether it has counted anything at all is a fair question.
            let Some(metric) = raw.selector.metric() else { continue };
            let message = format!(
                "{} compares the raw counter `{metric}` with {}",
                expression.name(),
                raw.number
            );
            let problem = Diagnostic::warning(CODE, message)
                .at(view.word(expression.span, metric), "counts since its process started")
                .note("once true, it stays true until that process restarts")
                .help(format!(
                    "use what happened recently: increase({metric}[1h]) {} …",
                    raw.comparator
                ));
            found.push(expression.blame(problem));
        }
    }
}

//! Looking further back than there is anything.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::Duration;

const CODE: Code = Code::new("short-retention");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "an expression looks further back than metrics are kept",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let retention = &view.stack.prometheus.retention_time;
    let kept = std::time::Duration::from(retention.value);
    let mut too_far: Vec<_> = view
        .expressions
        .iter()
        .filter_map(|expression| Some((expression.expr()?.longest_lookback(), expression)))
        .filter(|(lookback, _)| *lookback > kept)
        .collect();
    too_far.sort_by_key(|(lookback, _)| std::cmp::Reverse(*lookback));
    let Some((lookback, expression)) = too_far.first() else { return };
    let lookback = Duration::from_millis(u64::try_from(lookback.as_millis()).unwrap_or(u64::MAX));
    let message = format!(
        "metrics are kept for {retention}, and {} looks {lookback} back",
        expression.name()
    );
    let problem = Diagnostic::warning(CODE, message)
        .at(retention.span, "")
        .at(view.line(expression.span), "")
        .note("Prometheus silently uses the data that it has, and the number is wrong")
        .help(format!("[prometheus] retention = {{ time = \"{lookback}\" }} or longer"));
    found.push(match too_far.len() - 1 {
        0 => problem,
        more => problem.note(format!("{more} more look back too far")),
    });
}

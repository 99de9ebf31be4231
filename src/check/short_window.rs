//! Windows with too few samples in them.

use super::Check;
use super::expression::SOME_INTERVAL;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::Duration;

const CODE: Code = Code::new("short-window");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "`rate` or a similar function covers less than four scrape intervals",
    run,
};

/// `rate` needs two samples; one of four may be late and one lost.
const SCRAPES: u32 = 4;

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for expression in &view.expressions {
        let Some(expr) = expression.expr() else { continue };
        for used in expr.selectors() {
            let (Some(function), Some(window)) = (used.range_function(), used.window()) else {
                continue;
            };
            if !function.needs_two_samples() {
                continue;
            }
            let Some((interval, whose)) = view.metrics.interval(used.selector()) else { continue };
            let metric = used.selector().metric().unwrap_or_default();
            let span = view.word(expression.span, metric);
            if window == SOME_INTERVAL && expression.text.contains("__interval") {
                let message = format!(
                    "{} applies `{function}` to `{metric}` over `$__interval`",
                    expression.name()
                );
                let problem = Diagnostic::warning(CODE, message)
                    .at(span, "")
                    .note("zoomed in, that is less than two scrapes, and the panel is empty")
                    .help("`$__rate_interval` is never shorter than four scrapes");
                found.push(expression.blame(problem));
                continue;
            }
            if window >= interval * SCRAPES {
                continue;
            }
            let message = format!(
                "{} applies `{function}` to `{metric}` over {}, less than four scrape intervals",
                expression.name(),
                show(window)
            );
            let every = format!("{whose} every {}", show(interval));
            // One sample at most: there is never a result.
            let problem = if window <= interval {
                Diagnostic::error(CODE, message)
                    .at(span, format!("the range never holds two samples: {every}"))
            } else {
                Diagnostic::warning(CODE, message).at(span, every).note(if expression.is_alert() {
                    "after one late and one lost scrape there is no result, and an alert that \
                     was pending starts again"
                } else {
                    "after one late and one lost scrape there is no result"
                })
            };
            let problem = problem.help(format!(
                "at least {}; the template's `{{= window =}}` always fits",
                show(interval * SCRAPES)
            ));
            found.push(expression.blame(problem));
        }
    }
}

fn show(duration: std::time::Duration) -> Duration {
    Duration::from_millis(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}

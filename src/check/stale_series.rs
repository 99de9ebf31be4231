//! Series that are stale before there is a new sample.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::value::Duration;

const CODE: Code = Code::new("stale-series");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "a job is scraped, or rules are evaluated, so seldom that series are stale in between",
    run,
};

/// How far Prometheus looks back for a sample. One that is exactly as old is too old.
const LOOKBACK: u64 = 5 * 60 * 1000;
/// What is left for evaluating the rules: the next sample of what they record is there only then.
const EVALUATION: u64 = 60 * 1000;
const SECOND: u64 = 1000;

const NOTE: &str = "Prometheus uses a sample for less than five minutes: in between, rules and \
                    dashboards see nothing, so that alerts end and start again, or never fire";

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let settings = &view.stack.prometheus;
    let mut seen: Vec<Span> = Vec::new();
    for job in &view.stack.jobs {
        let interval = job.interval.as_ref().unwrap_or(&settings.scrape_interval);
        let timeout = job.timeout.unwrap_or(settings.scrape_timeout.min(interval.value));
        if interval.millis() + timeout.millis() < LOOKBACK || seen.contains(&interval.span) {
            continue;
        }
        seen.push(interval.span);
        let most = LOOKBACK.saturating_sub(timeout.millis() + 1) / SECOND * SECOND;
        let problem = Diagnostic::error(
            CODE,
            format!("the series of `{}` are stale before the next scrape ends", job.name),
        )
        .at(interval.span, format!("with a timeout of {timeout}, that is 5m or more"))
        .note(NOTE);
        found.push(if most < timeout.millis() {
            problem.help("shorten both the interval and the timeout: together, less than 5m")
        } else {
            problem.help(format!("\"{}\" or less", Duration::from_millis(most)))
        });
    }
    let recordings = view.stack.parts.iter().flat_map(|part| &part.recordings);
    let groups = recordings.filter_map(|rule| Some(&rule.group.as_ref()?.interval));
    for evaluation in std::iter::once(&settings.evaluation_interval).chain(groups) {
        if evaluation.millis() + EVALUATION <= LOOKBACK || seen.contains(&evaluation.span) {
            continue;
        }
        seen.push(evaluation.span);
        found.push(
            Diagnostic::error(CODE, "what rules record is stale before they are evaluated again")
                .at(evaluation.span, "")
                .note(NOTE)
                .help(format!("\"{}\" or less", Duration::from_millis(LOOKBACK - EVALUATION))),
        );
    }
}

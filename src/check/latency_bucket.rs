//! Latency thresholds between two buckets.

use super::Check;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::Profile;

const CODE: Code = Code::new("latency-bucket");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an app's latency threshold is not a bucket bound of its histogram",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    found.extend(view.stack.profiles.iter().filter_map(problem));
}

fn problem(profile: &Profile) -> Option<Diagnostic> {
    let threshold = profile.latency_threshold.as_ref()?;
    let histogram = profile.duration.as_ref()?;
    let seconds = threshold.secs();
    let mut bounds = profile.buckets.clone();
    if bounds.is_empty() {
        return Some(
            Diagnostic::warning(
                CODE,
                format!("stackgen cannot determine whether {threshold} is a bucket bound of `{histogram}`"),
            )
            .at(threshold.span, "")
            .note(WHY)
            .help("list the bounds: signals = { buckets = [0.1, 0.5, 1] }, as /metrics shows them in `le`"),
        );
    }
    if bounds.iter().any(|bound| same(*bound, seconds)) {
        return None;
    }
    let millis = bounds.iter().any(|bound| same(*bound, seconds * 1000.0));
    bounds.sort_by(|one, other| (one - seconds).abs().total_cmp(&(other - seconds).abs()));
    let problem = Diagnostic::error(
        CODE,
        format!("{threshold} is not a bucket bound of `{histogram}`"),
    )
    .at(threshold.span, "")
    .note(WHY)
    .help(format!("its bounds in seconds, the nearest first: {}", list::list(&bounds)))
    .help("or add this one to the buckets in the app itself, and to `buckets` under `signals`");
    Some(if millis {
        problem.note("the bounds look like milliseconds; conventions count seconds")
    } else {
        problem
    })
}

const WHY: &str = "the latency alert reads the bucket with exactly this bound; without it, the alert has no data and never fires";

fn same(bound: f64, seconds: f64) -> bool {
    (bound - seconds).abs() <= 1e-9 * seconds.abs().max(1e-9)
}

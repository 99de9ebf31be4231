//! Regular expressions that Prometheus would refuse.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

const CODE: Code = Code::new("bad-pattern");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "a pattern of `drop_metrics` is not a regular expression",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for (at, part) in view.stack.parts.iter().enumerate() {
        let jobs = view.metrics.part_jobs(at);
        for (job, pattern) in
            jobs.flat_map(|job| job.drop_metrics.iter().map(move |drop| (job, drop)))
        {
            let Err(reason) = view.metrics.whole(pattern.as_str()) else { continue };
            let message = format!(
                "`{pattern}` in `drop_metrics` of the job `{}` is not a regular expression: {reason}",
                job.name
            );
            found.push(
                Diagnostic::error(CODE, message)
                    .at(view.in_file(part.source, pattern.as_str()).unwrap_or(job.span), "")
                    .note("Prometheus would not start")
                    .help("escape a literal bracket or dot with a backslash"),
            );
        }
    }
}

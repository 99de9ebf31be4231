//! One target, two jobs.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::{Job, Via};
use std::collections::HashMap;

const CODE: Code = Code::new("double-scrape");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "two jobs scrape the same metrics of the same target",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let mut seen: HashMap<&str, Vec<&Job>> = HashMap::new();
    for job in view.stack.jobs.iter().filter(|job| job.via == Via::Direct) {
        for target in &job.targets {
            let jobs = seen.entry(&target.address).or_default();
            if let Some(first) = jobs.iter().find(|first| same(first, job)) {
                let message = format!(
                    "`{}` is scraped twice, by the jobs `{}` and `{}`",
                    target.address, first.name, job.name
                );
                found.push(
                    Diagnostic::warning(CODE, message)
                        .at(target.span, "")
                        .at(first.span, format!("the job `{}`", first.name))
                        .note("every series exists twice: sums double, and alerts fire twice")
                        .help("remove one of the two"),
                );
            }
            jobs.push(job);
        }
    }
}

/// Whether two jobs ask a target for the same.
fn same(one: &Job, other: &Job) -> bool {
    one.name != other.name
        && one.metrics_path == other.metrics_path
        && one.params == other.params
        && one.scheme == other.scheme
}

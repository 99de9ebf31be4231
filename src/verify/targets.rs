//! Everything that the stack scrapes is scraped, and answers.

use super::scrape_error::advice;
use super::{Finding, Outcome};
use crate::live::{ActiveTarget, Targets};
use crate::stack::{Job, Stack, Target};

/// What Prometheus says of its targets, against the stack's.
pub fn judge(stack: &Stack, targets: &Targets) -> Outcome {
    let mut outcome = Outcome::new("targets", "up");
    let mut known = vec![false; targets.active_targets.len()];
    for (job, target) in
        stack.jobs.iter().flat_map(|job| job.targets.iter().map(move |target| (job, target)))
    {
        let subject = name(&job.name, &target.address);
        let found = targets.active_targets.iter().position(|active| is(active, job, target));
        if let Some(at) = found {
            known[at] = true;
        }
        let finding = match found.map(|at| &targets.active_targets[at]) {
            Some(active) => problem(&subject, active),
            None => Some(missing(&subject, job, targets)),
        };
        outcome.expect(subject, finding.into_iter().collect());
    }
    for (active, _) in targets.active_targets.iter().zip(known).filter(|(_, known)| !known) {
        let address = active.discovered_labels.get("__address__").unwrap_or(&active.scrape_url);
        outcome.findings.push(
            Finding::new(name(&active.scrape_pool, address), "is scraped, but not rendered")
                .help("Prometheus runs with another configuration: `stackgen reload`"),
        );
    }
    outcome
}

fn name(job: &str, address: &str) -> String {
    format!("{job} {address}")
}

/// Whether this is the target, by the address and the labels that the configuration gives it.
fn is(active: &ActiveTarget, job: &Job, target: &Target) -> bool {
    let address = active.discovered_labels.get("__address__");
    let labelled = |(name, value): &(String, String)| active.labels.get(name) == Some(value);
    active.scrape_pool == job.name
        && address == Some(&target.address)
        && target.labels.iter().all(labelled)
}

fn problem(subject: &str, active: &ActiveTarget) -> Option<Finding> {
    match active.health.as_str() {
        "up" => None,
        "unknown" => Some(Finding::new(subject, "has not been scraped yet").heals()),
        _ => {
            let error = active.last_error.trim();
            let said = format!("{}: {error}", active.scrape_url);
            let finding = Finding::new(subject, said).help(advice(error));
            Some(if stays(error) { finding } else { finding.heals() })
        }
    }
}

/// Whether a scrape fails in a way that waiting does not change: somebody answers, with the same
/// answer each time.
fn stays(error: &str) -> bool {
    const STAY: [&str; 8] = [
        "HTTP status 401",
        "HTTP status 403",
        "HTTP status 404",
        "x509:",
        "Content-Type",
        "valid start token",
        "server gave HTTP response",
        "unable to read",
    ];
    STAY.iter().any(|part| error.contains(part))
}

fn missing(subject: &str, job: &Job, targets: &Targets) -> Finding {
    let dropped = targets.dropped_target_counts.get(&job.name).copied().unwrap_or_default();
    let at_all = targets.active_targets.iter().any(|active| active.scrape_pool == job.name);
    let problem = match (dropped, at_all) {
        (0, true) => "is not scraped, or has other labels there".to_owned(),
        (0, false) => format!("is not scraped: Prometheus has no job `{}`", job.name),
        (some, _) => format!("is not scraped: the relabelling of its job throws {some} away"),
    };
    Finding::new(subject, problem)
        .help("Prometheus runs with another configuration: `stackgen reload`")
}

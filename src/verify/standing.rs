//! What is known of the targets behind each dashboard, before its panels are judged.

use crate::live::Targets;
use crate::stack::{Job, Stack};
use crate::value::Duration;
use std::collections::{BTreeMap, BTreeSet};

/// How the jobs behind the dashboards stand.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The dashboards of whose jobs no target is up, with those jobs.
    pub dark: BTreeMap<String, Vec<String>>,
    /// The dashboards of whose jobs every target has been up for as long as anything takes to show:
    /// what is missing there does not come by waiting.
    pub settled: BTreeSet<String>,
}

/// How many scrapes of each target succeeded within this time.
pub fn successes(wait: Duration) -> String {
    format!("sum_over_time(up[{wait}])")
}

impl Standing {
    /// How the jobs stand: `successes` are the answer to the expression of this name.
    pub fn of(
        stack: &Stack,
        targets: &Targets,
        successes: &[(BTreeMap<String, String>, f64)],
        wait: Duration,
    ) -> Self {
        let up = |job: &&String| {
            targets.active_targets.iter().any(|it| it.scrape_pool == **job && it.health == "up")
        };
        let settled: BTreeSet<&str> = stack
            .jobs
            .iter()
            .filter(|job| is_settled(stack, job, successes, wait))
            .map(|job| job.name.as_str())
            .collect();
        let mut standing = Self::default();
        for part in stack.parts.iter().filter(|part| !part.jobs.is_empty()) {
            let names = part.dashboards.iter().map(|dashboard| dashboard.name.to_string());
            if !part.jobs.iter().any(|job| up(&job)) {
                standing.dark.extend(names.map(|name| (name, part.jobs.clone())));
            } else if part.jobs.iter().all(|job| settled.contains(job.as_str())) {
                standing.settled.extend(names);
            }
        }
        if stack.jobs.iter().all(|job| settled.contains(job.name.as_str())) {
            standing.settled.insert("overview".to_owned());
        }
        standing
    }
}

/// Whether nearly every scrape of each target succeeded.
fn is_settled(
    stack: &Stack,
    job: &Job,
    successes: &[(BTreeMap<String, String>, f64)],
    wait: Duration,
) -> bool {
    let interval = job.interval.as_ref().map_or(*stack.prometheus.scrape_interval, |own| own.value);
    let wanted = (wait.secs() / interval.secs()).floor() - 1.0;
    let own = successes.iter().filter(|(labels, _)| labels.get("job") == Some(&job.name));
    let counts: Vec<f64> = own.map(|(_, count)| *count).collect();
    counts.len() >= job.targets.len() && counts.iter().all(|count| *count >= wanted)
}

//! Which labels the targets of a part's jobs have.

use crate::stack::Job;
use std::collections::BTreeSet;

/// The labels of a part's targets, and how often it is scraped.
#[derive(Default)]
pub(super) struct TargetLabels<'a> {
    /// Those that each target has.
    pub(super) all: BTreeSet<&'a str>,
    /// Those that at least one has.
    pub(super) any: BTreeSet<&'a str>,
}

impl<'a> TargetLabels<'a> {
    /// Of some jobs.
    pub(super) fn of(jobs: impl IntoIterator<Item = &'a Job>) -> Self {
        let mut labels = Self::default();
        let mut first = true;
        for target in jobs.into_iter().flat_map(|job| &job.targets) {
            let names = || target.labels.iter().map(|(name, _)| name.as_str());
            if first {
                labels.all.extend(names());
                first = false;
            } else if labels.all.len() != target.labels.len()
                || !names().all(|name| labels.all.contains(name))
            {
                labels.all.retain(|known| names().any(|name| name == *known));
            }
            for name in names() {
                if !labels.any.contains(name) {
                    labels.any.insert(name);
                }
            }
        }
        labels.all.extend(["job", "instance"]);
        labels.any.extend(["job", "instance"]);
        labels
    }
}

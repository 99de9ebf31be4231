//! Which series the jobs of a stack provide.

use crate::catalog::{Metric, MetricType};
use crate::stack::{Job, Profile, ProvidedMetric};
use crate::value::LabelName;
use std::collections::{BTreeMap, BTreeSet};

/// The names of the labels that all series of some jobs may carry because of their targets.
pub(super) fn target_labels(jobs: &[Job], names: &[String]) -> Vec<String> {
    let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let mut labels = BTreeSet::from(["job".to_owned(), "instance".to_owned()]);
    for job in jobs.iter().filter(|job| names.contains(job.name.as_str())) {
        labels.extend(job.label_names());
    }
    labels.into_iter().collect()
}

/// The series that apps emit, without those that are `known` already: two conventions may have
/// metrics of one name.
pub(super) fn of_profiles(
    profiles: &[Profile],
    target_labels: &[String],
    known: &[ProvidedMetric],
) -> Vec<ProvidedMetric> {
    let mut found = Vec::new();
    if profiles.is_empty() {
        return found;
    }
    let mut by_name: BTreeMap<String, Vec<ProvidedMetric>> = BTreeMap::new();
    for series in known {
        by_name.entry(series.name.clone()).or_default().push(series.clone());
    }
    for (name, metric) in profiles.iter().flat_map(Profile::metrics) {
        for series in self::series(&name, &metric, target_labels) {
            let same = by_name.entry(series.name.clone()).or_default();
            if !same.contains(&series) {
                same.push(series.clone());
                found.push(series);
            }
        }
    }
    found
}

/// The series of one metric, by the names that expressions use.
pub(super) fn series(name: &str, metric: &Metric, target_labels: &[String]) -> Vec<ProvidedMetric> {
    let labels = |extra: Option<&str>| {
        let own = metric.labels.iter().map(LabelName::as_str);
        let all = own.chain(target_labels.iter().map(String::as_str)).chain(extra);
        let mut all: Vec<&str> = all.collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let one = |suffix: &str, kind, extra: Option<&str>, buckets: Vec<f64>| ProvidedMetric {
        name: format!("{name}{suffix}"),
        kind,
        labels: labels(extra),
        buckets,
    };
    let buckets = || metric.buckets.iter().map(|bound| bound.value).collect();
    match metric.r#type {
        kind @ (MetricType::Counter | MetricType::Gauge) => vec![one("", kind, None, vec![])],
        MetricType::Histogram => vec![
            one("_bucket", MetricType::Counter, Some("le"), buckets()),
            one("_sum", MetricType::Counter, None, vec![]),
            one("_count", MetricType::Counter, None, vec![]),
        ],
        MetricType::Summary => vec![
            one("", MetricType::Gauge, Some("quantile"), vec![]),
            one("_sum", MetricType::Counter, None, vec![]),
            one("_count", MetricType::Counter, None, vec![]),
        ],
    }
}

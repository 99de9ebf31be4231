//! Labels that a spec gives to the series of an app, an integration or a probe.

use super::Builder;
use crate::catalog::{Metric, MetricType};
use crate::decode::Listed;
use crate::decode::codes::BAD_VALUE;
use crate::diag::Diagnostic;
use crate::stack::{RECEIVER_TEST, target_label};
use crate::value::{LabelName, Line};
use std::collections::BTreeSet;

/// The labels that metrics carry by themselves.
pub(super) fn of_metrics<'m>(metrics: impl IntoIterator<Item = &'m Metric>) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    for metric in metrics {
        labels.extend(metric.labels.iter().map(ToString::to_string));
        labels.extend(match metric.r#type {
            MetricType::Histogram => Some("le".to_owned()),
            MetricType::Summary => Some("quantile".to_owned()),
            MetricType::Counter | MetricType::Gauge => None,
        });
    }
    labels
}

impl Builder<'_> {
    /// The labels that a spec gives to targets, for `what`, such as `app`. Refused are those by which
    /// rules, dashboards and routes select: the ones that stackgen sets, and those that the metrics
    /// have by themselves.
    pub(super) fn user_labels(
        &mut self,
        what: &str,
        given: &Listed<LabelName, Line>,
        of_metrics: &BTreeSet<String>,
    ) -> Vec<(String, String)> {
        for (name, _) in given {
            let label = name.as_str();
            let problem = if target_label::RESERVED.contains(&label) || label == RECEIVER_TEST {
                Diagnostic::error(BAD_VALUE, format!("the label `{label}` is stackgen's own"))
                    .at(name.span, format!("set for this {what}"))
                    .note("rules, dashboards and routes select by it: alerts would be lost or go astray")
            } else if of_metrics.contains(label) {
                let message = format!("metrics of this {what} already have a label `{label}`");
                Diagnostic::error(BAD_VALUE, message)
                    .at(name.span, format!("`{label}` is set here"))
                    .note(format!(
                        "Prometheus would rename theirs to `exported_{label}`, and rules and \
                         dashboards would read yours instead"
                    ))
            } else {
                continue;
            };
            self.diagnostics.push(problem.help("give yours another name"));
        }
        given.into_iter().map(|(label, value)| (label.to_string(), value.to_string())).collect()
    }
}

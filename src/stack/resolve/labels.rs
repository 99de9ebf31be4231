//! Labels that a spec gives to series and to alerts.

use super::Builder;
use crate::catalog::{Metric, MetricType};
use crate::decode::Listed;
use crate::decode::codes::BAD_VALUE;
use crate::diag::{Diagnostic, Diagnostics};
use crate::stack::{RECEIVER_TEST, target_label};
use crate::value::{LabelName, Line};
use std::collections::{BTreeMap, BTreeSet};

/// The labels that each alert has from its rule. `alertmanager.yml` selects by them.
const OF_RULES: [&str; 4] = ["alertname", "tier", "severity", RECEIVER_TEST];
/// The labels of its series that an alert keeps: `alertmanager.yml` groups and inhibits by them.
const OF_TARGETS: [&str; 2] = [target_label::JOB, target_label::INSTANCE];

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

/// The labels that an integration gives to an alert. It may name a job: not every expression keeps one.
pub(super) fn of_alert(
    given: &Listed<LabelName, Line>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<LabelName, Line> {
    let effect = "stackgen routes and inhibits alerts by it: they would be lost or go astray";
    except(given, &OF_RULES, "this alert", effect, diagnostics)
}

/// The labels that a spec gives to an alert.
pub(super) fn of_alert_changes(
    given: &Listed<LabelName, Line>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<LabelName, Line> {
    let effect = "stackgen routes and inhibits alerts by it: they would be lost or go astray";
    let own = [OF_RULES.as_slice(), &OF_TARGETS].concat();
    except(given, &own, "this alert", effect, diagnostics)
}

/// The labels on everything that leaves Prometheus.
pub(super) fn external(
    given: &Listed<LabelName, Line>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<LabelName, Line> {
    let effect = "Prometheus adds it to every alert without one, and stackgen routes and inhibits alerts by it";
    let own = [OF_TARGETS.as_slice(), &[RECEIVER_TEST]].concat();
    except(given, &own, "everything that leaves Prometheus", effect, diagnostics)
}

/// Labels, and a complaint about those that are stackgen's own.
fn except(
    given: &Listed<LabelName, Line>,
    own: &[&str],
    what: &str,
    effect: &str,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<LabelName, Line> {
    for (name, value) in given.iter().filter(|(name, _)| own.contains(&name.as_str())) {
        diagnostics.push(
            Diagnostic::error(BAD_VALUE, format!("the label `{}` is stackgen's own", name.value))
                .at(name.span, format!("set for {what}"))
                .note(effect)
                .help(match name.as_str() {
                    "tier" => format!("write it beside `labels`: tier = \"{value}\""),
                    "severity" => "set the alert's `tier`: its severity follows".to_owned(),
                    _ => "give yours another name".to_owned(),
                }),
        );
    }
    given.iter().map(|(name, value)| (name.value.clone(), value.clone())).collect()
}

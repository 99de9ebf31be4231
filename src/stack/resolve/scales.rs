//! Intervals and what follows from them.

use super::labels;
use crate::decode::At;
use crate::decode::codes::BAD_VALUE;
use crate::diag::{Diagnostic, Diagnostics};
use crate::spec::{Probe, Spec};
use crate::stack::PrometheusSettings;
use crate::value::Duration;

/// `rate` needs two samples in its range, and one of four scrapes may be late or lost.
const SCRAPES_IN_WINDOW: u64 = 4;
/// Shorter ranges make figures nervous without making them newer.
const SHORTEST_WINDOW: u64 = 5 * 60 * 1000;
/// Prometheus's own default.
const SCRAPE_TIMEOUT: u64 = 10 * 1000;

/// What a spec says of Prometheus. `of_integrations` is how often the catalogue scrapes those in use
/// that it does not scrape as often as everything else.
pub(super) fn prometheus(
    spec: &Spec,
    of_integrations: &[At<Duration>],
    diagnostics: &mut Diagnostics,
) -> PrometheusSettings {
    let given = &spec.prometheus;
    if !*given.enabled {
        diagnostics.push(
            Diagnostic::error(BAD_VALUE, "a stack cannot be without Prometheus")
                .at(given.enabled.span, "")
                .note("dashboards, alerts and everything else read what it collects"),
        );
    }
    let interval = given.scrape_interval.clone();
    let evaluation = given.evaluation_interval.clone().unwrap_or_else(|| interval.clone());
    let apps = spec.apps.iter().filter_map(|(_, app)| app.scrape_interval.as_ref());
    let probes = spec.probes.iter().filter_map(|(_, probe)| probe_interval(probe));
    let longest = std::iter::once(&interval).chain(apps).chain(probes).chain(of_integrations);
    let longest = longest
        .inspect(|interval| refuse_hurry(interval, diagnostics))
        .map(|interval| interval.millis())
        .max()
        .unwrap_or(0);
    if given.evaluation_interval.is_some() {
        refuse_hurry(&evaluation, diagnostics);
    }
    let timeout = match &given.scrape_timeout {
        Some(timeout) if given.is_sound() && (**timeout > *interval || timeout.is_zero()) => {
            diagnostics.push(
                Diagnostic::error(
                    BAD_VALUE,
                    "a scrape's timeout is more than 0s and at most its interval",
                )
                .at(timeout.span, "")
                .at(interval.span, "the interval"),
            );
            interval.value
        }
        Some(timeout) => timeout.value,
        None => Duration::from_millis(interval.millis().min(SCRAPE_TIMEOUT)),
    };
    let window = (SCRAPES_IN_WINDOW * longest).max(SHORTEST_WINDOW).div_ceil(60_000) * 60_000;
    PrometheusSettings {
        scrape_interval: interval,
        scrape_timeout: timeout,
        evaluation_interval: evaluation,
        window: Duration::from_millis(window),
        retention_time: given.retention.time.clone(),
        retention_size: given.retention.size.clone(),
        external_labels: labels::external(&given.external_labels, diagnostics),
        runbook_base_url: given.runbook_base_url.clone(),
        alert_budget: given.alert_budget.clone(),
    }
}

pub(super) fn probe_interval(probe: &Probe) -> Option<&At<Duration>> {
    match probe {
        Probe::Http(probe) => probe.interval.as_ref(),
        Probe::Tcp(probe) => probe.interval.as_ref(),
        Probe::Icmp(probe) => probe.interval.as_ref(),
        Probe::Dns(probe) => probe.interval.as_ref(),
    }
}

/// Below a second Prometheus spends its time on asking. Too long an interval is the matter of a check,
/// `stale-series`, which knows how long each scrape may take.
fn refuse_hurry(interval: &At<Duration>, diagnostics: &mut Diagnostics) {
    if interval.millis() < 1_000 {
        diagnostics
            .push(Diagnostic::error(BAD_VALUE, "an interval is at least 1s").at(interval.span, ""));
    }
}

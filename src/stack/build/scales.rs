//! Intervals and what follows from them.

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

pub(super) fn prometheus(spec: &Spec, diagnostics: &mut Diagnostics) -> PrometheusSettings {
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
    let longest = std::iter::once(&interval).chain(apps).chain(probes);
    let longest = longest
        .inspect(|interval| refuse_extremes(interval, "an interval", diagnostics))
        .map(|interval| interval.millis())
        .max()
        .unwrap_or(0);
    refuse_extremes(&evaluation, "an interval", diagnostics);
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
        external_labels: given.external_labels.clone(),
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

/// Below a second Prometheus spends its time on asking; beyond five minutes, every series is stale
/// between two scrapes.
fn refuse_extremes(interval: &At<Duration>, what: &str, diagnostics: &mut Diagnostics) {
    let millis = interval.millis();
    if (1_000..=SHORTEST_WINDOW).contains(&millis) {
        return;
    }
    diagnostics.push(
        Diagnostic::error(BAD_VALUE, format!("{what} is between 1s and 5m"))
            .at(interval.span, "")
            .note("Prometheus forgets a series five minutes after its last sample"),
    );
}

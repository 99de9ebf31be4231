//! An alert gets from Prometheus to Alertmanager: the heartbeat, which always fires.

use super::{Finding, Outcome};
use crate::live::{FiringAlert, ReceivedAlert};
use crate::stack::{Alerting, NOBODY, Role, Route, Service, Stack};
use crate::value::Tier;

/// What Prometheus and Alertmanager say of alerts.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The URLs of the Alertmanagers that Prometheus sends to.
    pub alertmanagers: Vec<String>,
    /// Prometheus's alerts.
    pub firing: Vec<FiringAlert>,
    /// What has reached Alertmanager, or why it cannot be told.
    pub received: Result<Vec<ReceivedAlert>, String>,
}

/// Whether alerts get from one to the other.
pub fn judge(stack: &Stack, seen: &Seen) -> Outcome {
    let mut outcome = Outcome::new("delivery", "links from rule to receiver hold");
    let Some(alerting) = &stack.alerting else {
        return outcome.skipped("the stack has no Alertmanager");
    };
    outcome.expect("Prometheus to Alertmanager", link(stack, seen));
    let alerts = stack.parts.iter().flat_map(|part| &part.alerts);
    let heartbeats: Vec<_> = alerts.filter(|alert| alert.tier == Tier::Heartbeat).collect();
    for alert in &heartbeats {
        let name = alert.name.as_str();
        outcome.expect(format!("{name} fires"), fires(name, seen));
        outcome.expect(format!("{name} arrives"), arrives(name, alerting, seen));
    }
    if heartbeats.is_empty() {
        let why = "the stack has no alert that always fires, so none can be followed";
        outcome.optional.push(("an alert on its way".to_owned(), why.to_owned()));
    }
    outcome
}

/// Whether Prometheus knows the stack's Alertmanager, and no other.
fn link(stack: &Stack, seen: &Seen) -> Vec<Finding> {
    let subject = "Prometheus to Alertmanager";
    let Some(address) = stack.with_role(Role::Alerts).next().map(Service::address) else {
        return vec![];
    };
    let mut findings = Vec::new();
    let leads_there = |url: &&String| url.contains(&format!("//{address}/"));
    if !seen.alertmanagers.iter().any(|url| leads_there(&url)) {
        findings.push(
            Finding::new(subject, format!("Prometheus sends its alerts to no {address}"))
                .help("it runs with another configuration: `stackgen reload`")
                .heals(),
        );
    }
    for other in seen.alertmanagers.iter().filter(|url| !leads_there(url)) {
        findings.push(
            Finding::new(subject, format!("Prometheus also sends its alerts to {other}"))
                .help("it runs with another configuration: `stackgen reload`"),
        );
    }
    findings
}

fn fires(name: &str, seen: &Seen) -> Vec<Finding> {
    let is = |alert: &&FiringAlert| alert.labels.get("alertname").is_some_and(|own| own == name);
    if seen.firing.iter().any(|alert| is(&alert) && alert.state == "firing") {
        return vec![];
    }
    vec![
        Finding::new(name, "does not fire in Prometheus, although it always should")
            .help("see whether its rule is loaded and evaluated, in the check `rules`")
            .heals(),
    ]
}

fn arrives(name: &str, alerting: &Alerting, seen: &Seen) -> Vec<Finding> {
    let received = match &seen.received {
        Ok(received) => received,
        Err(error) => {
            let finding = Finding::new(name, format!("has not arrived: {error}"));
            return vec![finding.help("start Alertmanager; its log says why it ended").heals()];
        }
    };
    let Some(alert) = received.iter().find(|alert| alert.has(&[("alertname", name)])) else {
        return vec![
            Finding::new(name, "fires, but has not arrived in Alertmanager")
                .help("Prometheus sends it again once a minute; its log says whether it reaches Alertmanager")
                .heals(),
        ];
    };
    let heartbeat = alerting.routes.iter().find(|route| route.tier == Tier::Heartbeat);
    let wanted = heartbeat.map_or_else(|| NOBODY.to_owned(), Route::receiver_name);
    let mut findings = Vec::new();
    if alert.receiver_names() != [wanted.as_str()] {
        let got = alert.receiver_names().join(", ");
        let what = format!("is routed to `{got}`, but rendered for `{wanted}`");
        findings.push(
            Finding::new(name, what)
                .help("Alertmanager runs with another configuration: `stackgen reload`"),
        );
    }
    if !alert.silenced_by().is_empty() && wanted != NOBODY {
        let what = format!("is silenced by {}", alert.silenced_by().join(", "));
        findings.push(
            Finding::new(name, what).help("end that silence: nobody would miss a dead stack"),
        );
    }
    findings
}

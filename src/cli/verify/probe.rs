//! What can only be seen by giving Alertmanager alerts of our own.

use super::look::Looker;
use crate::live::{Alertmanager, Error, Patience, ReceivedAlert, Silence, Time};
use crate::stack::{Alerting, RoutedReceiver};
use crate::ui::Screen;
use crate::verify::receivers::{self, Sent};
use crate::verify::{Outcome, routing};
use std::time::Duration;

/// How long Alertmanager may take to show what it was given.
const SHOWN: Duration = Duration::from_secs(5);
/// How long a receiver may take. Alertmanager gives up after ten seconds, the interval of the route.
const TAKEN: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(200);

/// What no other run's alerts have: those that Alertmanager knows already it would not send again.
fn run(now: Time) -> String {
    format!("{now} {}", std::process::id())
}

/// Where an alert of each tier is routed. No message is sent.
pub(super) fn routing(looker: &Looker<'_>) -> Outcome {
    let (Some(alerting), Some(alertmanager)) = (&looker.stack.alerting, &looker.alertmanager)
    else {
        return routing::impossible(looker.stack, "");
    };
    match posted(alerting, alertmanager) {
        Ok(outcome) => outcome,
        Err(error) => routing::impossible(looker.stack, &error.to_string()),
    }
}

/// Silences the alerts, posts them, looks where they go, and ends them.
fn posted(alerting: &Alerting, alertmanager: &Alertmanager) -> Result<Outcome, Error> {
    let now = alertmanager.status()?.now;
    let run = run(now);
    alertmanager.silence(&Silence {
        label: routing::LABEL,
        by: routing::BY,
        comment: routing::COMMENT,
        starts: now,
        ends: now.plus(routing::SILENCE_LASTS),
    })?;
    alertmanager.post(&routing::alerts(&run, now.plus(routing::ALERTS_LAST)))?;
    let patience = Patience::of(SHOWN);
    let outcome = loop {
        let received: Vec<ReceivedAlert> = alertmanager.alerts()?;
        // Before the first of them would be sent: the shortest group waits for ten seconds.
        if routing::loose(&run, &received) {
            alertmanager.post(&routing::alerts(&run, now))?;
        }
        let outcome = routing::judge(alerting, &run, &received);
        if outcome.is_fine() || !patience.pause(PAUSE) {
            break outcome;
        }
    };
    alertmanager.post(&routing::alerts(&run, alertmanager.status()?.now))?;
    Ok(outcome)
}

/// Whether a real message reaches each receiver. One after the other: not every Alertmanager's counters
/// tell receivers of one type apart.
pub(super) fn receivers(looker: &Looker<'_>, screen: &Screen) -> Outcome {
    let Some(alerting) = &looker.stack.alerting else {
        return receivers::judge(&[]);
    };
    let Some(alertmanager) = &looker.alertmanager else {
        return receivers::judge(&[]);
    };
    let mut results = Vec::new();
    for receiver in alerting.receivers() {
        let (name, kind) = (&receiver.name, receiver.type_name());
        screen.note(&format!("sending a test message to {name} ({kind})"));
        results.push((receiver, message(receiver, alertmanager).map_err(|it| it.to_string())));
    }
    receivers::judge(&results)
}

/// Sends one message, and waits until it is taken or Alertmanager gives up.
fn message(receiver: &RoutedReceiver, alertmanager: &Alertmanager) -> Result<Sent, Error> {
    let now = alertmanager.status()?.now;
    let run = run(now);
    let before = alertmanager.counters()?;
    alertmanager.post(&[receivers::alert(receiver, &run, now.plus(routing::ALERTS_LAST))])?;
    let patience = Patience::of(TAKEN);
    // Alertmanager counts an attempt before it counts its failure, so only what stays the same is true.
    let mut last = Sent::NotYet;
    let sent = loop {
        let counters = alertmanager.counters()?;
        let sent = receivers::sent(receiver, &before, &counters);
        let over = match sent {
            Sent::Yes => true,
            Sent::No(_) => receivers::tell_apart(&counters),
            Sent::Retried | Sent::NotYet => false,
        };
        if over && sent == last || !patience.pause(PAUSE) {
            break sent;
        }
        last = sent;
    };
    alertmanager.post(&[receivers::alert(receiver, &run, alertmanager.status()?.now)])?;
    Ok(sent)
}

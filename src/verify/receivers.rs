//! A message reaches each receiver, by Alertmanager's own counters.

use super::routing::owned;
use super::{Finding, Outcome};
use crate::live::{Counters, PostedAlert, Time};
use crate::stack::{RECEIVER_TEST, RoutedReceiver, test_receiver};

/// The label that makes every run a group, and so a message, of its own.
const RUN: &str = "stackgen_run";

/// A message for one receiver, of this run of the test, that ends at this time.
pub fn alert(receiver: &RoutedReceiver, run: &str, ends: Time) -> PostedAlert {
    let name = receiver.name.as_str();
    let labels = [
        ("alertname", "StackgenReceiverTest"),
        ("job", "stackgen-verify"),
        ("instance", name),
        ("tier", "test"),
        ("severity", "info"),
        (RECEIVER_TEST, name),
        (RUN, run),
    ];
    let description = format!("Sent by `stackgen verify --receiver-test` to the receiver {name}.");
    let annotations = [
        ("summary", "stackgen verify: this is a test, nothing is wrong"),
        ("description", description.as_str()),
        ("action", "nothing"),
    ];
    PostedAlert { labels: owned(&labels), annotations: owned(&annotations), ends }
}

/// What became of a message so far.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    /// The receiver took it.
    Yes,
    /// The receiver has not taken it, and Alertmanager has given up; with its word for the reason.
    No(String),
    /// Some attempts have failed, and Alertmanager will try again.
    Retried,
    /// There has been no attempt.
    NotYet,
}

/// Whether the counters tell receivers of one type apart: Alertmanager does where it runs with
/// `--enable-feature=receiver-name-in-metrics`, as it is rendered. Otherwise a failure may be
/// another's, and a success may still follow.
pub fn tell_apart(counters: &Counters) -> bool {
    counters.have("alertmanager_notifications_failed_total", "receiver_name")
}

/// What became of a message, by the counters before it was posted and now.
pub fn sent(receiver: &RoutedReceiver, before: &Counters, now: &Counters) -> Sent {
    let name = test_receiver(&receiver.name);
    let labels = [("integration", receiver.metrics_label()), ("receiver_name", name.as_str())];
    let more = |metric: &str| now.sum(metric, &labels) - before.sum(metric, &labels);
    let tries = more("alertmanager_notification_requests_total");
    let failed_tries = more("alertmanager_notification_requests_failed_total");
    let failed = "alertmanager_notifications_failed_total";
    if tries - failed_tries > 0.5 {
        Sent::Yes
    } else if more(failed) > 0.5 {
        let before = before.values_of(failed, "reason", &labels);
        let was = |reason: &str| before.iter().find(|(it, _)| it == reason).map_or(0.0, |it| it.1);
        let reasons = now.values_of(failed, "reason", &labels);
        let reasons = reasons.into_iter().filter(|(reason, count)| count - was(reason) > 0.5);
        let reasons: Vec<_> = reasons.map(|(reason, _)| reason).collect();
        Sent::No(if reasons.is_empty() { "other".to_owned() } else { reasons.join(", ") })
    } else if tries > 0.5 {
        Sent::Retried
    } else {
        Sent::NotYet
    }
}

/// Whether the messages got there.
pub fn judge(results: &[(&RoutedReceiver, Result<Sent, String>)]) -> Outcome {
    let mut outcome = Outcome::new("receivers", "took the test message");
    if results.is_empty() {
        return outcome.skipped("no tier has a receiver");
    }
    for (receiver, result) in results {
        let subject = format!("{} ({})", receiver.name, receiver.type_name());
        let problem = match result {
            Ok(Sent::Yes) => None,
            Ok(Sent::No(reason)) => {
                Some(format!("has not taken it; Alertmanager gives the reason `{reason}`"))
            }
            Ok(Sent::Retried) => Some("has not taken it yet; Alertmanager still tries".to_owned()),
            Ok(Sent::NotYet) => Some("Alertmanager has not even tried to send it".to_owned()),
            Err(error) => Some(format!("cannot be tried: {error}")),
        };
        let finding = problem.map(|problem| {
            let help = match result {
                Ok(Sent::NotYet) => {
                    "a silence may keep it, or Alertmanager runs with another configuration: \
                     `stackgen reload`"
                        .to_owned()
                }
                Err(_) => "start Alertmanager; its log says why it ended".to_owned(),
                _ => format!(
                    "Alertmanager's log says more, under `{}`: `stackgen logs alertmanager`; look \
                     at the receiver's secret file and address",
                    test_receiver(&receiver.name)
                ),
            };
            Finding::new(&subject, problem).help(help)
        });
        outcome.expect(&subject, finding.into_iter().collect());
    }
    outcome
}

//! An alert of each tier is routed as the spec says.
//!
//! The alerts are Alertmanager's own to route, with the labels that the tier's rules give theirs, so it
//! is the tree in force that is proven, and not a copy of it. They reach nobody: a silence for all that
//! has their label is in force before they are posted. Alertmanager routes what is silenced like
//! everything else, and then does not send it.

use super::{Finding, Outcome};
use crate::live::{PostedAlert, ReceivedAlert, Time};
use crate::stack::{Alerting, NOBODY, Stack};
use crate::value::Tier;
use std::collections::BTreeMap;
use std::time::Duration;

/// The label of the alerts, and of the silence.
pub const LABEL: &str = "stackgen_routing_test";
/// Who they are from.
pub const BY: &str = "stackgen verify";
/// Why there is a silence.
pub const COMMENT: &str = "Keeps the test alerts of `stackgen verify` from people. It takes nothing else, and ends by itself.";
/// How long the alerts last if nobody ends them.
pub const ALERTS_LAST: Duration = Duration::from_secs(120);
/// How long the silence lasts: until the longest group of the stack, the digest's of half an hour, has
/// forgotten the alerts. Otherwise their end could be told.
pub const SILENCE_LASTS: Duration = Duration::from_secs(3600);

/// An alert of each tier, of this run of the test, that ends at this time.
pub fn alerts(run: &str, ends: Time) -> Vec<PostedAlert> {
    let one = |tier: Tier| {
        let tier = tier.to_string();
        let labels = [
            ("alertname", "StackgenRoutingTest"),
            // Its own, so that it holds back no real alert, and no real alert holds it back.
            ("job", "stackgen-verify"),
            ("instance", tier.as_str()),
            ("tier", tier.as_str()),
            (LABEL, run),
        ];
        let annotations = [
            ("summary", "stackgen verify: this is a test, nothing is wrong"),
            ("description", "Posted to see where an alert of this tier is routed. Silenced."),
            ("action", "nothing"),
        ];
        PostedAlert { labels: owned(&labels), annotations: owned(&annotations), ends }
    };
    Tier::FOR_PEOPLE.into_iter().map(one).collect()
}

pub(super) fn owned(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The alerts of a run that Alertmanager has, and no silence keeps from people.
pub fn loose(run: &str, received: &[ReceivedAlert]) -> bool {
    let own = received.iter().filter(|alert| alert.has(&[(LABEL, run)]));
    own.into_iter().any(|alert| alert.silenced_by().is_empty())
}

/// Whether the alerts of a run were routed as the spec says.
pub fn judge(alerting: &Alerting, run: &str, received: &[ReceivedAlert]) -> Outcome {
    let mut outcome = Outcome::new("routing", "tiers routed as the spec says");
    for route in alerting.routes.iter().filter(|route| route.tier != Tier::Heartbeat) {
        let tier = route.tier.to_string();
        let who: Vec<_> = route.receivers.iter().map(|it| it.name.as_str()).collect();
        let receivers = if who.is_empty() { NOBODY.to_owned() } else { who.join(", ") };
        let subject = format!("{tier} to {receivers}");
        let wanted = route.receiver_name();
        let found = received.iter().find(|alert| alert.has(&[(LABEL, run), ("tier", &tier)]));
        let finding = match found.map(ReceivedAlert::receiver_names) {
            Some(names) if names == [wanted.as_str()] => None,
            Some(names) => {
                let what = format!("is routed to `{}`, not to `{wanted}`", names.join(", "));
                Some(what)
            }
            None => Some("the test alert was posted, but Alertmanager does not have it".to_owned()),
        };
        let finding = finding.map(|what| {
            Finding::new(&subject, what)
                .help("Alertmanager runs with another configuration: `stackgen reload`")
        });
        outcome.expect(&subject, finding.into_iter().collect());
    }
    outcome
}

/// The check, where it cannot be made.
pub fn impossible(stack: &Stack, error: &str) -> Outcome {
    let mut outcome = Outcome::new("routing", "tiers routed as the spec says");
    if stack.alerting.is_none() {
        return outcome.skipped("the stack has no Alertmanager");
    }
    outcome.expected = Tier::FOR_PEOPLE.len();
    outcome.findings.push(
        Finding::new("all tiers", format!("cannot be tried: {error}"))
            .help("start Alertmanager; its log says why it ended"),
    );
    outcome
}

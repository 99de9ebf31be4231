//! The receivers of `alertmanager.yml`.

use crate::stack::{Route, RoutedReceiver, test_receiver};
use crate::value::Tier;
use serde_json::{Value as Json, json};

/// The receiver of a tier: everything that its alerts are sent to.
pub(super) fn of_tier(route: &Route) -> Json {
    let mut kinds: Vec<(&str, Vec<Json>)> = Vec::new();
    for receiver in &route.receivers {
        let (kind, mut entry) = (receiver.configs(), entry(receiver));
        // When Prometheus dies, the heartbeat ends. Who waits for it would take word of that for life.
        if route.tier == Tier::Heartbeat {
            entry["send_resolved"] = json!(false);
        }
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, entries)) => entries.push(entry),
            None => kinds.push((kind, vec![entry])),
        }
    }
    let configs: Vec<_> = kinds
        .into_iter()
        .map(|(kind, entries)| json!({ "kind": kind, "entries": entries }))
        .collect();
    let who: Vec<_> = route.receivers.iter().map(|receiver| receiver.name.as_str()).collect();
    json!({
        "name": route.tier.to_string(),
        "who": who.join(", "),
        "configs": configs,
    })
}

/// One receiver alone, for a test of it. The end of a test is nothing that anybody has to be told.
pub(super) fn of_test(routed: &RoutedReceiver) -> Json {
    let mut entry = entry(routed);
    entry["send_resolved"] = json!(false);
    json!({
        "name": test_receiver(&routed.name),
        "who": routed.name.as_str(),
        "configs": [{ "kind": routed.configs(), "entries": [entry] }],
    })
}

/// A receiver's entry in the list of its kind.
fn entry(receiver: &RoutedReceiver) -> Json {
    let fields: Vec<_> = receiver
        .fields
        .iter()
        .map(|(name, value)| json!({ "name": name.as_str(), "value": value }))
        .collect();
    let who = format!("{} ({})", receiver.name, receiver.type_name());
    json!({ "who": who, "send_resolved": receiver.send_resolved, "fields": fields })
}

//! Ports of this host that somebody else has, and others in their place.

use crate::import::Plan;
use crate::stack::Stack;
use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;

/// The services of a stack whose port is taken: the taken port, and a free one.
pub(super) fn moved(stack: &Stack, plan: Option<&Plan>) -> BTreeMap<String, (u16, u16)> {
    let reserved: BTreeSet<u16> = plan
        .iter()
        .flat_map(|plan| &plan.services)
        .flat_map(|service| service.published.iter().copied())
        .collect();
    let ours = stack.services.iter().flat_map(|it| &it.published).map(|port| port.port.get());
    let mut used: BTreeSet<u16> = ours.collect();
    let mut moved = BTreeMap::new();
    for service in &stack.services {
        let [published] = &service.published[..] else { continue };
        let port = published.port.get();
        let is_free = |port: u16| {
            let bind = published.bind.to_string();
            !reserved.contains(&port) && TcpListener::bind((bind.as_str(), port)).is_ok()
        };
        if is_free(port) {
            continue;
        }
        let free =
            (port.saturating_add(1)..=u16::MAX).find(|it| !used.contains(it) && is_free(*it));
        if let Some(free) = free {
            used.insert(free);
            moved.insert(service.name.to_string(), (port, free));
        }
    }
    moved
}

//! The kernel log, which tells which container was killed for lack of memory.

use super::{Finding, Seen};

const CODE: &str = "kmsg";
const DEVICE: &str = "/dev/kmsg";
const LINE: &str = "kmsg = false";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let services = seen.stack.iter().flat_map(|stack| &stack.services);
    let has = |device: &String| device.split(':').next() == Some(DEVICE);
    let users: Vec<_> = services
        .filter(|service| service.host.devices.iter().any(has))
        .map(|service| service.name.as_str())
        .collect();
    if users.is_empty() {
        return vec![];
    }
    let users = users.join(", ");
    let there = seen.machine().and_then(|machine| machine.paths.get(DEVICE));
    vec![match there {
        Some(false) => Finding::error(CODE, format!("the host has no {DEVICE}"))
            .means(format!("Docker refuses to start {users}, which reads there which containers were killed for lack of memory"))
            .help("add the line below to the spec: that figure is then missing, and nothing else")
            .host(LINE),
        _ if seen.facts.rootless => {
            Finding::warning(CODE, format!("a rootless Docker may not read {DEVICE}"))
                .means(format!("{users} starts, but does not see which containers were killed for lack of memory"))
                .help("add the line below to the spec, so that it is not asked for")
                .host(LINE)
        }
        Some(true) => Finding::ok(CODE, format!("{users} can be given {DEVICE}")),
        None => Finding::note(CODE, format!("stackgen cannot determine from here whether the engine's host has {DEVICE}"))
            .means(format!("if it has not, Docker refuses to start {users}")),
    }]
}

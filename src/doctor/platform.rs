//! Docker Desktop, which runs containers on a machine of its own.

use super::{Finding, Seen};

const CODE: &str = "platform";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let facts = seen.facts;
    let on = if facts.os.is_empty() { "an unknown system" } else { &facts.os };
    if facts.is_desktop() {
        return vec![
            Finding::note(CODE, "it is Docker Desktop")
                .means("containers run on a virtual machine: metrics of \"the host\" (CPU, memory, file systems) are that machine's, not your computer's"),
        ];
    }
    vec![Finding::ok(CODE, format!("it runs on {on}, kernel {}", facts.kernel))]
}

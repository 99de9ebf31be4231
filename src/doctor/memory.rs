//! The memory that containers may use, and the memory that there is.

use super::{Finding, Seen};
use crate::value::Size;

const CODE: &str = "memory";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let there = seen.facts.memory;
    if there == 0 {
        return vec![Finding::note(CODE, "the engine does not say how much memory it has")];
    }
    let Some(stack) = seen.stack else {
        return vec![Finding::ok(CODE, format!("{} of memory", gib(there)))];
    };
    let sum: u64 = stack.services.iter().map(|service| service.limits.memory.bytes()).sum();
    let most = stack.services.iter().max_by_key(|service| service.limits.memory.bytes());
    let found = format!("the stack may use {} of {} of memory", gib(sum), gib(there));
    let finding = if sum > there {
        Finding::warning(CODE, found)
            .means("if all containers use what they may, the kernel kills some of them, or your application")
    } else if sum > there / 2 {
        Finding::note(CODE, found).means(
            "if the stack uses all of it, less than half is left for everything else on the host",
        )
    } else {
        return vec![Finding::ok(CODE, found)];
    };
    let help = most.map(|service| {
        let half = Size::from_mib(service.limits.memory.bytes() >> 21);
        format!(
            "{} has the largest limit, {}: set a lower one with resources = {{ memory = \"{half}\" }} in its table, or use a larger host",
            service.name, service.limits.memory
        )
    });
    vec![help.into_iter().fold(finding, Finding::help)]
}

/// Bytes as people read them.
pub(super) fn gib(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) >> 30;
    format!("{}.{} GiB", tenths / 10, tenths % 10)
}

//! The processors that containers may use, and those that there are.

use super::{Finding, Seen};

const CODE: &str = "cpus";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let there = seen.facts.cpus;
    if there == 0 {
        return vec![Finding::note(CODE, "the engine does not report how many CPUs it has")];
    }
    let Some(stack) = seen.stack else {
        return vec![Finding::ok(CODE, format!("{there} CPUs"))];
    };
    // What has more than there are is refused when it is created.
    let refused =
        stack.services.iter().filter(|service| service.limits.cpus.get() > f64::from(there));
    let findings: Vec<_> = refused
        .map(|service| {
            let found = format!(
                "{} may use {} CPUs, but the host has {there}",
                service.name, service.limits.cpus
            );
            Finding::error(CODE, found)
                .means("Docker refuses to create it")
                .help(format!("set resources = {{ cpus = {there} }} in its table of the spec"))
        })
        .collect();
    if !findings.is_empty() {
        return findings;
    }
    let sum: f64 = stack.services.iter().map(|service| service.limits.cpus.get()).sum();
    let found = format!("the stack may use {sum} of {there} CPUs");
    vec![if sum > f64::from(there) {
        Finding::note(CODE, found)
            .means("these are limits: an idle stack uses a few hundredths of a CPU, a busy one can slow down everything else")
    } else {
        Finding::ok(CODE, found)
    }]
}

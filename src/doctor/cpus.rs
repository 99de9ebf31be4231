//! The processors that containers may use, and those that there are.

use super::{Finding, Seen};

const CODE: &str = "cpus";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let there = seen.facts.cpus;
    if there == 0 {
        return vec![Finding::note(CODE, "the engine does not say how many processors it has")];
    }
    let Some(stack) = seen.stack else {
        return vec![Finding::ok(CODE, format!("{there} processors"))];
    };
    // What has more than there are is refused when it is created.
    let refused = stack.services.iter().filter(|service| service.cpus.get() > f64::from(there));
    let findings: Vec<_> = refused
        .map(|service| {
            let found = format!(
                "{} may use {} processors, but the machine has {there}",
                service.name, service.cpus
            );
            Finding::error(CODE, found)
                .means("Docker refuses to create it")
                .help(format!("set resources = {{ cpus = {there} }} in its table of the spec"))
        })
        .collect();
    if !findings.is_empty() {
        return findings;
    }
    let sum: f64 = stack.services.iter().map(|service| service.cpus.get()).sum();
    let found = format!("the stack may use {sum} of {there} processors");
    vec![if sum > f64::from(there) {
        Finding::note(CODE, found)
            .means("these are limits: idle, it uses few hundredths of one; busy, it can slow down everything else")
    } else {
        Finding::ok(CODE, found)
    }]
}

//! Folders and sockets of the host that containers are given.

use super::{Finding, Seen};

const CODE: &str = "host-path";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let (Some(stack), Some(machine)) = (seen.stack, seen.machine()) else { return vec![] };
    let mut findings = Vec::new();
    for service in &stack.services {
        for mount in service.host.mounts.iter().filter(|mount| !mount.create) {
            if machine.paths.get(&mount.source) == Some(&false) {
                findings.push(
                    Finding::error(CODE, format!("the host has no {}", mount.source))
                        .means(format!(
                            "Docker refuses to create the container of {}, which mounts it",
                            service.name
                        ))
                        .help("correct the path in [host] of the spec, or create it"),
                );
            }
        }
    }
    findings
}

//! An engine that is an ordinary user's.

use super::{Finding, Seen};
use crate::stack::Published;

const CODE: &str = "rootless";
/// Ports below this one are root's.
const FIRST_OF_USERS: u16 = 1024;

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    if !seen.facts.rootless {
        return vec![Finding::ok(CODE, "it runs as root")];
    }
    let mut findings = vec![
        Finding::note(CODE, "it is rootless")
            .means("root of a container is an ordinary user of the host: metrics of files and processes that this user may not read are missing, and so is the kernel log"),
    ];
    let services = seen.stack.iter().flat_map(|stack| &stack.services);
    let low = |port: &&Published| port.port.get() < FIRST_OF_USERS;
    let ports: Vec<_> =
        services.flat_map(|it| &it.published).filter(low).map(Published::address).collect();
    if !ports.is_empty() {
        findings.push(
            Finding::warning("rootless-ports", format!("the stack publishes {}", ports.join(", ")))
                .means("a rootless Docker may not listen on ports below 1024 unless the host lets it, and the containers do not start then")
                .help("allow it: sudo sysctl net.ipv4.ip_unprivileged_port_start=80, and the same in /etc/sysctl.d/"),
        );
    }
    findings
}

//! Limits that the engine cannot enforce, and what else it warns of itself.

use super::{Finding, Seen};

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let facts = seen.facts;
    let mut findings = vec![match facts.missing_limits.as_slice() {
        [] => Finding::ok("limits", "it enforces limits on memory, CPU and processes"),
        ["swap"] => Finding::note("limits", "it cannot limit swap")
            .means("a container at its limit of memory may use the host's swap besides")
            .help("boot with swapaccount=1 if that matters"),
        missing => Finding::warning("limits", format!("it cannot limit {}", missing.join(", ")))
            .means("the engine silently ignores the limits of the stack: one container can bring down the host")
            .help(if facts.rootless {
                "let systemd hand these controllers to your user: https://docs.docker.com/engine/security/rootless/"
            } else {
                "boot with cgroup_enable=memory swapaccount=1, or with cgroup version 2"
            }),
    }];
    findings.push(if facts.forwards {
        Finding::ok("forwarding", "packets are passed on to containers")
    } else {
        Finding::error("forwarding", "the host does not pass packets on (IPv4 forwarding is off)")
            .means("containers reach nothing outside of their network, and their ports cannot be reached")
            .help("sudo sysctl net.ipv4.ip_forward=1, and the same in /etc/sysctl.d/")
    });
    // Those that are told above are told once.
    let told = ["limit support", "IPv4 forwarding", "cpu cfs", "cpu shares"];
    let others =
        facts.warnings.iter().map(|warning| warning.trim_start_matches("WARNING: ").trim());
    let others = others.filter(|warning| !told.iter().any(|known| warning.contains(known)));
    findings.extend(
        others
            .filter(|warning| !warning.is_empty())
            .map(|warning| Finding::note("engine-warning", format!("the engine warns: {warning}"))),
    );
    findings
}

//! What the engine lets probes do.

use super::{Finding, Seen};
use crate::stack::{IpProtocol, Probe, Watch};

const PING: &str = "icmp-probe";
const IPV6: &str = "ipv6-probe";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let Some(stack) = seen.stack else { return vec![] };
    let mut findings = Vec::new();
    let pings = names(&stack.probes, |probe| matches!(probe, Probe::Icmp(_)));
    if !pings.is_empty() {
        let mapped = seen.facts.rootless || seen.facts.userns_remap;
        findings.push(if mapped {
            Finding::warning(PING, format!("these probes always fail: {pings}"))
                .means("the engine gives containers no ping sockets where it is rootless or maps users")
                .help("probe a port instead: type = \"tcp\", targets = [\"192.0.2.10:22\"]")
        } else {
            Finding::ok(PING, "containers can ping")
        });
    }
    let over_ipv6 = names(&stack.probes, |probe| protocol(probe) == IpProtocol::V6);
    if !over_ipv6.is_empty() {
        let own = format!("{}_monitoring", stack.name);
        let joined =
            |name: &str| name == own || stack.join.iter().any(|join| join.as_str() == name);
        let has = seen.facts.networks.iter().any(|network| network.ipv6 && joined(&network.name));
        findings.push(if has {
            Finding::ok(IPV6, "a network of the stack has IPv6")
        } else {
            Finding::warning(IPV6, format!("these probes speak IPv6: {over_ipv6}"))
                .means("no network that the stack joins has IPv6, so they always fail")
                .help("make one, and add it to [networks] join: docker network create --ipv6 --subnet fd00:57ac::/64 ipv6")
        });
    }
    findings
}

fn names(probes: &[Watch], which: impl Fn(&Probe) -> bool) -> String {
    let names = probes.iter().filter(|watch| which(&watch.probe)).map(|watch| watch.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

fn protocol(probe: &Probe) -> IpProtocol {
    match probe {
        Probe::Http(it) => it.ip_protocol.value,
        Probe::Tcp(it) => it.ip_protocol.value,
        Probe::Icmp(it) => it.ip_protocol.value,
        Probe::Dns(it) => it.ip_protocol.value,
    }
}

//! The ports of the machine that the stack publishes.

use super::{Bind, Finding, Surroundings};
use crate::docker::PublishedPort;
use crate::stack::{Published, Service, Stack};

const CODE: &str = "port";

pub(super) fn check(around: &Surroundings, stack: &Stack) -> Vec<Finding> {
    let held = around.engine.as_ref().map(|facts| facts.published.as_slice()).unwrap_or_default();
    let mut findings = Vec::new();
    for service in &stack.services {
        for port in &service.published {
            findings.push(match held.iter().find(|held| held.overlaps(port)) {
                Some(held) => held_by(held, port, service, stack),
                None => tried(around.ports.get(&port.address()), port, service),
            });
        }
    }
    findings
}

fn held_by(held: &PublishedPort, port: &Published, service: &Service, stack: &Stack) -> Finding {
    let address = port.address();
    if held.project.as_deref() == Some(stack.name.as_str()) {
        return Finding::ok(CODE, format!("{address} is this stack's own ({})", held.container));
    }
    let whose = held.holder();
    let finding =
        Finding::error(CODE, format!("{address}, for {}, is taken by {whose}", service.name))
            .means(format!("{} does not start", service.name));
    elsewhere(finding, service)
        .help(format!("or stop what is there: docker stop {}", held.container))
}

fn tried(bind: Option<&Bind>, port: &Published, service: &Service) -> Finding {
    let address = port.address();
    match bind {
        Some(Bind::Free) => Finding::ok(CODE, format!("{address} is free, for {}", service.name)),
        Some(Bind::Taken) => {
            let finding = Finding::error(
                CODE,
                format!("{address}, for {}, is taken by a program outside Docker", service.name),
            )
            .means(format!("{} does not start", service.name));
            elsewhere(finding, service)
                .help(format!("what it is: sudo ss -ltnp 'sport = :{}'", port.port))
        }
        Some(Bind::Foreign) => {
            Finding::error(CODE, format!("this host does not have the address of {address}"))
                .means(format!("{} does not start", service.name))
                .help("set `bind` to an address that `ip address` shows, to 127.0.0.1, or to 0.0.0.0 for all of them")
        }
        Some(Bind::Unknown(why)) => {
            Finding::note(CODE, format!("stackgen cannot determine whether {address} is free: {why}"))
        }
        None => Finding::note(CODE, format!("stackgen cannot determine from here whether {address} is free"))
            .means("no container uses it; other programs on the engine's host cannot be seen"),
    }
}

fn elsewhere(finding: Finding, service: &Service) -> Finding {
    finding.help(format!("set another `port` in the table of {}", service.name))
}

//! What a stack connects to.

use crate::diag::Span;
use crate::stack::{Probe, Stack, Via};
use crate::value::{Host, HostPort, Scalar, Url};
use std::borrow::Cow;
use std::collections::HashSet;
use std::net::IpAddr;

/// Something outside the stack that one of its services connects to.
pub(super) struct Destination<'a> {
    /// The host.
    pub(super) host: &'a str,
    /// The address as the spec has it.
    pub(super) text: Cow<'a, str>,
    /// Where, or else where the table is that has it.
    pub(super) span: Span,
    /// Whether `span` is that of a whole table.
    pub(super) table: bool,
    /// The container that connects to it.
    pub(super) from: &'a str,
}

impl Destination<'_> {
    /// Whether it is the container itself.
    pub(super) fn is_loopback(&self) -> bool {
        Host::parse(self.host).is_ok_and(|host| host.is_loopback())
            || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_unspecified())
    }

    /// Whether only Docker's own name server can know the host, because its name has no dot.
    pub(super) fn is_bare(&self) -> bool {
        Host::parse(self.host).is_ok_and(|host| host.is_bare())
    }
}

/// All of them, apart from the stack's own services.
pub(super) fn all(stack: &Stack) -> Vec<Destination<'_>> {
    let own: HashSet<&str> = stack.services.iter().map(|service| service.name.as_str()).collect();
    let mut found = scraped(stack);
    found.extend(probed(stack));
    for service in &stack.services {
        found.extend(service.reaches.iter().map(|host| Destination {
            host: host.as_str(),
            text: Cow::Borrowed(host.as_str()),
            span: host.span,
            table: false,
            from: service.name.as_str(),
        }));
    }
    found.retain(|destination| !own.contains(destination.host));
    found
}

fn scraped(stack: &Stack) -> Vec<Destination<'_>> {
    let direct = stack.jobs.iter().filter(|job| job.via == Via::Direct);
    direct
        .flat_map(|job| job.targets.iter().map(move |target| (job, target)))
        .map(|(job, target)| Destination {
            host: host_of(&target.address),
            text: Cow::Borrowed(target.address.as_str()),
            span: job.span,
            table: true,
            from: "prometheus",
        })
        .collect()
}

fn probed(stack: &Stack) -> Vec<Destination<'_>> {
    let mut found = Vec::new();
    for watch in &stack.probes {
        let hosts: Vec<(&str, String, Span)> = match &watch.probe {
            Probe::Http(probe) => {
                probe.urls.iter().map(|at| (Url::host(at), at.to_string(), at.span)).collect()
            }
            Probe::Tcp(probe) => probe.targets.iter().map(|at| address(at, at.span)).collect(),
            Probe::Icmp(probe) => {
                probe.hosts.iter().map(|at| (at.as_str(), at.to_string(), at.span)).collect()
            }
            Probe::Dns(probe) => probe.servers.iter().map(|at| address(at, at.span)).collect(),
        };
        found.extend(hosts.into_iter().map(|(host, text, span)| Destination {
            host,
            text: Cow::Owned(text),
            span,
            table: false,
            from: "the prober",
        }));
    }
    found
}

fn address(address: &HostPort, span: Span) -> (&str, String, Span) {
    (address.host.as_str(), address.to_string(), span)
}

/// The host of `host:port`.
fn host_of(address: &str) -> &str {
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
    host.trim_start_matches('[').trim_end_matches(']')
}

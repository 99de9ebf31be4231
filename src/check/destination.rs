//! What a stack connects to.

use crate::diag::Span;
use crate::stack::{Probe, Role, Stack, Via};
use crate::value::{Host, HostPort, Scalar, Url};
use std::borrow::Cow;
use std::collections::HashSet;

/// Something outside the stack that one of its services connects to.
pub(super) struct Destination<'a> {
    /// The host.
    pub(super) host: &'a str,
    /// The address or URL, as the spec has it.
    pub(super) text: Cow<'a, str>,
    /// Where.
    pub(super) span: Span,
    /// The container that connects to it.
    pub(super) from: &'a str,
}

impl Destination<'_> {
    /// Whether it is the container itself.
    pub(super) fn is_loopback(&self) -> bool {
        Host::parse(self.host).is_ok_and(|host| host.is_loopback())
    }

    /// Whether only Docker's own name server can know the host, because its name has no dot.
    pub(super) fn is_bare(&self) -> bool {
        Host::parse(self.host).is_ok_and(|host| host.is_bare())
    }

    /// The same address or URL with another host.
    pub(super) fn at(&self, host: &str) -> String {
        // An address without a port.
        if *self.text == *self.host {
            return host.to_owned();
        }
        let start = self.text.find("://").map_or(0, |at| at + 3);
        let (scheme, rest) = self.text.split_at(start);
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let port = authority.rfind(']').map_or(authority, |at| &authority[at..]);
        let port = port.rfind(':').map_or("", |at| &port[at..]);
        format!("{scheme}{host}{port}{path}")
    }
}

/// All of them, apart from the stack's own services.
pub(super) fn all(stack: &Stack) -> Vec<Destination<'_>> {
    let own: HashSet<&str> = stack.services.iter().map(|service| service.name.as_str()).collect();
    let mut found = scraped(stack);
    found.extend(probed(stack));
    for service in &stack.services {
        found.extend(service.reaches.iter().map(|reached| Destination {
            host: reached.host.as_str(),
            text: Cow::Borrowed(reached.text.as_str()),
            span: reached.span,
            from: service.name.as_str(),
        }));
    }
    found.retain(|destination| !own.contains(destination.host));
    found
}

fn scraped(stack: &Stack) -> Vec<Destination<'_>> {
    let collector = stack.with_role(Role::Metrics).next();
    let from = collector.map_or("", |service| service.name.as_str());
    let direct = stack.jobs.iter().filter(|job| job.via == Via::Direct);
    direct
        .flat_map(|job| &job.targets)
        .map(|target| Destination {
            host: host_of(&target.address),
            text: Cow::Borrowed(target.address.as_str()),
            span: target.span,
            from,
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

#[test]
fn another_host_in_the_same_address() {
    let case = |text: &str, host: &str, expected: &str| {
        let text = Cow::Borrowed(text);
        let destination = Destination { host, text, span: Span::NOWHERE, from: "prometheus" };
        assert_eq!(destination.at("backend"), expected);
    };
    case("localhost:8080", "localhost", "backend:8080");
    case("[::1]:9100", "::1", "backend:9100");
    case("::1", "::1", "backend");
    case("127.0.0.1", "127.0.0.1", "backend");
    case("http://[::1]:9090/a:b?c=d", "::1", "http://backend:9090/a:b?c=d");
    case("https://localhost", "localhost", "https://backend");
    case("https://localhost?a=b:1", "localhost", "https://backend?a=b:1");
}

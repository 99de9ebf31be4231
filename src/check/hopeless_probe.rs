//! Probes whose outcome is settled before they ask.

use super::Check;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::stack::{Dns, Http, IpProtocol, Probe, Watch};
use crate::value::Patterns;
use crate::value::{Host, Scalar as _, Url};
use std::net::IpAddr;

const CODE: Code = Code::new("hopeless-probe");

pub(super) const CHECK: Check =
    Check { code: CODE, severity: Severity::Error, summary: "a probe can never succeed", run };

/// Redirects that are followed, so that none of them is the last answer.
const REDIRECTS: [u32; 5] = [301, 302, 303, 307, 308];
/// Answers that have no body.
const WITHOUT_BODY: [u32; 2] = [204, 304];

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let patterns = Patterns::default();
    for watch in &view.stack.probes {
        other_protocol(watch, found);
        match &watch.probe {
            Probe::Http(http) => {
                followed_redirect(watch, http, found);
                no_body(watch, http, &patterns, found);
            }
            Probe::Dns(dns) => address_as_name(watch, dns, found),
            Probe::Icmp(_) if view.stack.host.userns_remap => no_ping(watch, found),
            _ => {}
        }
    }
}

/// An IPv6 address over IPv4, or the other way round.
fn other_protocol(watch: &Watch, found: &mut Diagnostics) {
    let (protocol, given, targets) = targets(&watch.probe);
    let wrong = |address: &IpAddr| address.is_ipv4() != (protocol == IpProtocol::V4);
    let wrong: Vec<_> =
        targets.iter().filter(|(_, address)| address.as_ref().is_some_and(wrong)).collect();
    let Some((span, Some(address))) = wrong.first() else { return };
    let (spoken, other, key) = match protocol {
        IpProtocol::V4 => ("IPv4", "an IPv6", IpProtocol::V6),
        IpProtocol::V6 => ("IPv6", "an IPv4", IpProtocol::V4),
    };
    let message =
        format!("`{}` speaks {spoken} only, and {address} is {other} address", watch.name);
    let problem = Diagnostic::error(CODE, message).at(*span, "");
    let problem = match given {
        Span::NOWHERE => problem.note("without `ip_protocol`, a probe speaks IPv4"),
        given => problem.at(given, ""),
    };
    let problem = problem.help(format!("ip_protocol = \"{key}\""));
    found.push(match targets.len() - wrong.len() {
        0 => problem,
        _ => problem.help("put it in a separate probe: the other targets use the other IP version"),
    });
}

/// The version of IP that a probe speaks, and its targets with their addresses, if they are not names.
fn targets(probe: &Probe) -> (IpProtocol, Span, Vec<(Span, Option<IpAddr>)>) {
    let (protocol, targets) = match probe {
        Probe::Http(http) => {
            let ip = |url: &Url| Host::parse(url.host()).ok().and_then(|host| host.ip());
            (&http.ip_protocol, http.urls.iter().map(|at| (at.span, ip(at))).collect())
        }
        Probe::Tcp(tcp) => {
            let targets = tcp.targets.iter();
            (&tcp.ip_protocol, targets.map(|at| (at.span, at.host.ip())).collect())
        }
        Probe::Icmp(icmp) => {
            (&icmp.ip_protocol, icmp.hosts.iter().map(|at| (at.span, at.ip())).collect())
        }
        Probe::Dns(dns) => {
            let servers = dns.servers.iter();
            (&dns.ip_protocol, servers.map(|at| (at.span, at.host.ip())).collect())
        }
    };
    (protocol.value, protocol.span, targets)
}

/// A redirect that is expected, and followed.
fn followed_redirect(watch: &Watch, http: &Http, found: &mut Diagnostics) {
    let Some(first) = http.expect_status.iter().find(|code| REDIRECTS.contains(&code.value)) else {
        return;
    };
    if !http.follow_redirects.value {
        return;
    }
    let message = format!("`{}` expects {}, and follows the redirect", watch.name, first.value);
    let mut problem =
        Diagnostic::error(CODE, message).at(first.span, "this is never the last answer");
    if http.follow_redirects.span != Span::NOWHERE {
        problem = problem.at(http.follow_redirects.span, "");
    }
    found.push(
        problem
            .note("what counts is the status of the page that the redirect leads to")
            .help("follow_redirects = false")
            .help("or leave the redirect out of `expect_status`, to watch where it leads"),
    );
}

/// A text in a body that is not there.
fn no_body(watch: &Watch, http: &Http, patterns: &Patterns, found: &mut Diagnostics) {
    let Some(body) = &http.expect_body else { return };
    let codes = &http.expect_status;
    let bare = !codes.is_empty() && codes.iter().all(|code| WITHOUT_BODY.contains(&code.value));
    if !bare || matches_nothing(body.as_str(), patterns) {
        return;
    }
    let shown = list::list(codes.iter().map(|code| code.value));
    found.push(
        Diagnostic::error(
            CODE,
            format!("`{}` expects a body, and answers with status {shown} have none", watch.name),
        )
        .at(body.span, "")
        .at(codes[0].span, "")
        .help("remove `expect_body`, or expect a status that comes with a body"),
    );
}

/// A question for an address, where the question is for a name.
fn address_as_name(watch: &Watch, dns: &Dns, found: &mut Diagnostics) {
    let query = &dns.query;
    if query.ip().is_none() {
        return;
    }
    let message =
        format!("`{}` asks for records of {}, which is an address", watch.name, query.value);
    found.push(
        Diagnostic::error(CODE, message)
            .at(query.span, "")
            .note("DNS has records of names: no server has one of this")
            .help("ask for a name that the server must know: query = \"shop.example\""),
    );
}

/// Whether a pattern matches a body without anything in it.
fn matches_nothing(pattern: &str, patterns: &Patterns) -> bool {
    let compiled = patterns.compile(pattern);
    compiled.is_ok_and(|pattern| patterns.matches(&pattern, "") == Some(true))
}

/// A ping from a container whose users are mapped.
fn no_ping(watch: &Watch, found: &mut Diagnostics) {
    let problem = Diagnostic::error(
        CODE,
        format!("`{}` cannot ping where Docker maps the users of containers", watch.name),
    );
    found.push(
        problem
            .at(watch.name.span, "[host] userns_remap = true")
            .note("Docker gives containers ping sockets only where it maps no users")
            .help("probe a port instead: type = \"tcp\", targets = [\"192.0.2.10:22\"]"),
    );
}

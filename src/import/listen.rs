//! On which port a service listens, by everything that its files say.

use super::Reason;
use super::service::Service;
use crate::catalog::Detect;
use crate::diag::Span;
use crate::value::{Line, Port};

/// A port, and what tells it.
pub(super) type Told = (u16, Reason);

/// The port of a known server: what sets it, then what its clients agree on, then its default.
pub(super) fn server(service: &Service, detect: &Detect, named: &[u16]) -> Option<u16> {
    let set = detect.port_from.iter().map(Line::as_str).find_map(|from| {
        if from.starts_with('-') { flag(service, from) } else { service.value(from)?.parse().ok() }
    });
    let default = detect.port.map(Port::get);
    let clients = match named {
        [first, rest @ ..] if rest.iter().all(|it| it == first) => Some(*first),
        _ => None,
    };
    set.filter(|port| *port > 0).or(clients).or(default)
}

/// The port of an app, the strongest sign first. None if nothing tells.
pub(super) fn app(service: &Service, debug: &[Port]) -> Option<Told> {
    let is_debug = |port: u16| debug.iter().any(|known| known.get() == port);
    by_label(service)
        .or_else(|| by_healthcheck(service).map(|(port, _, reason)| (port, reason)))
        .or_else(|| by_variable(service))
        .or_else(|| by_flag(service))
        .or_else(|| {
            let ports = service.ports.iter().filter(|port| !is_debug(port.number));
            let port = ports.into_iter().next()?;
            let text = if port.published { "publishes port" } else { "exposes port" };
            Some((port.number, told(text, port.number, port.place)))
        })
}

/// Whether a label or a flag tells that it listens.
pub(super) fn is_told(service: &Service) -> bool {
    // `-p` is also a flag of clients.
    let flags = FLAGS.iter().filter(|flag| **flag != "-p");
    by_label(service).is_some() || flags.into_iter().any(|name| flag(service, name).is_some())
}

fn told(text: &str, port: u16, place: Span) -> Reason {
    Reason { text: format!("{text} {port}"), place }
}

/// Labels of Prometheus and Traefik.
fn by_label(service: &Service) -> Option<Told> {
    let ends = [".loadbalancer.server.port", "prometheus.io/port", "prometheus.port"];
    ends.iter().find_map(|end| {
        let (_, value, place) = service.labels().find(|(name, ..)| name.ends_with(end))?;
        let port = value.parse().ok().filter(|port| *port > 0)?;
        Some((port, told("a label names port", port, place)))
    })
}

/// The port and the path of a URL of its own that its health check requests.
pub(super) fn by_healthcheck(service: &Service) -> Option<(u16, String, Reason)> {
    let (command, place) = service.healthcheck()?;
    let starts = command.match_indices("://").map(|(at, _)| at);
    for at in starts {
        let rest = &command[at + 3..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"'`)|;>".contains(c));
        let url = &rest[..end.unwrap_or(rest.len())];
        let (authority, path) = url.find('/').map_or((url, "/"), |at| url.split_at(at));
        let (host, port) = authority.rsplit_once(':').unwrap_or((authority, ""));
        let own = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "$HOSTNAME"];
        if !own.contains(&host) && host != service.name {
            continue;
        }
        let is_plain = command[..at].ends_with("http");
        let usual = if is_plain { 80 } else { 443 };
        let port = if port.is_empty() { Some(usual) } else { port.parse().ok() };
        let Some(port) = port.filter(|port| *port > 0) else { continue };
        let reason = told("its health check requests port", port, place);
        return Some((port, path.to_owned(), reason));
    }
    // `nc -z localhost 3000`
    let words: Vec<&str> = command.split_whitespace().collect();
    let pair = words.windows(2).find(|pair| ["localhost", "127.0.0.1"].contains(&pair[0]))?;
    let port = pair[1].parse().ok().filter(|port| *port > 0)?;
    Some((port, String::new(), told("its health check connects to port", port, place)))
}

fn by_variable(service: &Service) -> Option<Told> {
    let names =
        ["PORT", "APP_PORT", "HTTP_PORT", "SERVER_PORT", "LISTEN_PORT", "ASPNETCORE_HTTP_PORTS"];
    names.iter().find_map(|name| {
        let port = service.value(name)?.parse().ok().filter(|port| *port > 0)?;
        let place = service.variable(name)?.place;
        Some((port, Reason { text: format!("{name} sets port {port}"), place }))
    })
}

/// Flags that are followed by a port or by an address with a port.
const FLAGS: [&str; 8] =
    ["--port", "-p", "--bind", "-b", "--listen", "--http-port", "--server.port", "--address"];

fn by_flag(service: &Service) -> Option<Told> {
    let port = FLAGS.iter().find_map(|name| flag(service, name))?;
    Some((port, told("its command sets port", port, service.command_place()?)))
}

/// The port that follows a flag in the command: `--port 80`, `--port=80`, `--bind 0.0.0.0:80`.
fn flag(service: &Service, name: &str) -> Option<u16> {
    let words = service.words();
    let value = |at: usize, word: &String| {
        if word == name {
            return words.get(at + 1).cloned();
        }
        let rest = word.strip_prefix(name)?.strip_prefix('=')?;
        Some(rest.to_owned())
    };
    words.iter().enumerate().filter_map(|(at, word)| value(at, word)).find_map(|value| {
        let value = value.trim_matches(['"', '\'', ';', ')']);
        let last = value.rsplit(':').next().unwrap_or(value);
        last.parse().ok().filter(|port| *port > 0)
    })
}

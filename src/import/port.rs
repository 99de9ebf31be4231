//! The ports of a container, from `ports` and `expose`.

use crate::diag::Span;
use crate::yaml::{Node, Value};
use std::collections::BTreeSet;

/// A port on which a container listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Port {
    /// Its number inside the container.
    pub(super) number: u16,
    /// Where that stands.
    pub(super) place: Span,
    /// Whether the host publishes it.
    pub(super) published: bool,
}

/// The TCP ports of a service, published ones first, each once.
pub(super) fn of(service: &Node) -> Vec<Port> {
    let (mut ports, mut known) = (Vec::new(), BTreeSet::new());
    for (key, published) in [("ports", true), ("expose", false)] {
        for item in service.get(key).map(Node::items).unwrap_or_default() {
            let Some(number) = number(item) else { continue };
            if known.insert(number) {
                ports.push(Port { number, place: item.span, published });
            }
        }
    }
    ports
}

fn number(item: &Node) -> Option<u16> {
    match &item.value {
        Value::Text(text) => container(&text.text),
        Value::Map(_) => {
            let is_tcp = item.get_str("protocol").is_none_or(|protocol| protocol == "tcp");
            first(item.get_str("target")?).filter(|_| is_tcp)
        }
        _ => None,
    }
}

/// The container's port in `[[IP:]HOST:]CONTAINER[/PROTOCOL]`; the first of a range. `None` if it is not
/// known, or not TCP's.
pub(super) fn container(text: &str) -> Option<u16> {
    let (text, protocol) = text.rsplit_once('/').unwrap_or((text, "tcp"));
    let last = text.rsplit(':').next()?;
    first(last).filter(|_| protocol == "tcp")
}

/// The ports of the host that `ports` names, as far as they are known.
pub(super) fn on_host(service: &Node) -> Vec<u16> {
    let items = service.get("ports").map(Node::items).unwrap_or_default();
    let host = |item: &Node| match &item.value {
        Value::Text(text) => host(&text.text),
        Value::Map(_) => first(item.get_str("published")?),
        _ => None,
    };
    items.iter().filter_map(host).collect()
}

/// The host's port in `[[IP:]HOST:]CONTAINER[/PROTOCOL]`.
fn host(text: &str) -> Option<u16> {
    let text = text.split_once('/').map_or(text, |(text, _)| text);
    first(text.rsplit(':').nth(1)?)
}

/// The first port of a range.
fn first(text: &str) -> Option<u16> {
    let port = text.split('-').next()?.trim();
    port.parse().ok().filter(|port| *port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<u16>) {
        assert_eq!(container(text), expected, "{text}");
    }

    #[test]
    fn the_containers_port_is_the_last_one() {
        case("80", Some(80));
        case("8080:80", Some(80));
        case("127.0.0.1:8080:80", Some(80));
        case("127.0.0.1::80", Some(80));
        case("[::1]:8080:80", Some(80));
        case("8080-8085:80-85", Some(80));
        case("3000-3005", Some(3000));
        case("80:80/tcp", Some(80));
        case("53:53/udp", None);
        case("\u{fffc}:3306", Some(3306));
        case("8080:\u{fffc}", None);
        case("80:70000", None);
        case("x", None);
        case("0", None);
    }
}

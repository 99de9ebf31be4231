//! By what name and on which port a service is reached from another container.

use super::network;
use super::service::Service;
use crate::diag::Span;
use crate::value::{Host, Scalar as _};
use crate::yaml::{Node, Text};

/// How a service is reached.
pub(super) enum Reach {
    /// By this name.
    Name(String),
    /// By the name of the service whose network it shares.
    Shared(String),
    /// In no way that the files tell: why, and where that stands.
    Not(&'static str, Span),
}

/// How a service is reached.
pub(super) fn of(service: &Service) -> Reach {
    let place = service.node.entry("network_mode").map_or(service.place, |it| it.key_span);
    match network::mode(service) {
        Some("host") => {
            return Reach::Not("it runs in the host's network, where it has no name", place);
        }
        Some("bridge" | "default") => {
            let why = "it runs in Docker's default network, where containers have no names";
            return Reach::Not(why, place);
        }
        Some("none") => return Reach::Not("it has no network", place),
        Some(mode) => {
            if let Some(other) = mode.strip_prefix("service:") {
                return Reach::Shared(other.to_owned());
            }
            if mode.starts_with("container:") {
                let why = "it shares the network of a container outside of this application";
                return Reach::Not(why, place);
            }
        }
        None => {}
    }
    let names = std::iter::once(service.name.as_str()).chain(service.other_names());
    match names.into_iter().find(|name| Host::parse(name).is_ok()) {
        Some(name) => Reach::Name(name.to_owned()),
        None => Reach::Not("its name is not one that other containers can look up", service.place),
    }
}

impl Service {
    /// What else it is called on its networks: its container's name, aliases.
    pub(super) fn other_names(&self) -> impl Iterator<Item = &str> {
        let container = self.node.get("container_name").and_then(|it| it.text()?.known());
        let networks = self.entries("networks").iter();
        let aliases = networks.filter_map(|it| it.node.get("aliases")).flat_map(Node::items);
        container.into_iter().chain(aliases.filter_map(|it| it.text().and_then(Text::known)))
    }
}

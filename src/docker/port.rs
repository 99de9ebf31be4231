//! Who holds a port that a service is to have.

use super::facts::published;
use super::listener::{self, Listener};
use super::{Cause, Engine, Error, PublishedPort};
use crate::stack::{Published, Service};
use std::net::{IpAddr, SocketAddr};

/// What engines say when a port is taken, in lower case.
pub(super) const TAKEN: [&str; 3] =
    ["port is already allocated", "address already in use", "ports are not available"];

impl PublishedPort {
    /// Whether it is in the way of a port that a service wants.
    pub fn overlaps(&self, wanted: &Published) -> bool {
        let Some(wanted) = address(wanted) else { return false };
        let all = self.address.is_none() || wanted.ip().is_unspecified();
        self.port == wanted.port() && (all || self.address == Some(wanted.ip()))
    }

    /// The container that has it, for people.
    pub fn holder(&self) -> String {
        match &self.project {
            Some(project) => format!("the container {} of the project {project}", self.container),
            None => format!("the container {}", self.container),
        }
    }
}

fn address(port: &Published) -> Option<SocketAddr> {
    let ip: IpAddr = port.bind.to_string().parse().ok()?;
    Some(SocketAddr::new(ip, port.port.get()))
}

impl Engine {
    /// An error, and if it says that a port of a service is taken, who has it.
    pub(super) async fn port_explained(&self, error: Error, service: &Service) -> Error {
        let said = error.message.to_lowercase();
        if !TAKEN.iter().any(|sign| said.contains(sign)) {
            return error;
        }
        let containers = self.api.list_containers(None).await.unwrap_or_default();
        let held: Vec<PublishedPort> = containers.into_iter().flat_map(published).collect();
        let container = |port| Some((port, held.iter().find(|held| held.overlaps(port))?));
        if let Some((port, held)) = service.published.iter().find_map(container) {
            let stop = format!("or stop what is there: docker stop {}", held.container);
            return explained(error, port, service, &held.holder()).help(stop);
        }
        let program = |port| Some((port, listener::at(address(port)?)?));
        if self.is_local()
            && let Some((port, Listener { pid, name })) = service.published.iter().find_map(program)
        {
            return explained(error, port, service, &format!("the program {name}, process {pid}"))
                .help("or end that program");
        }
        error.help(format!(
            "to find out what uses it: sudo ss -ltnp, with the port of {} in the spec",
            service.name
        ))
    }
}

fn explained(error: Error, port: &Published, service: &Service, holder: &str) -> Error {
    error.because(Cause {
        what: format!("{} is taken by {holder}", port.address()),
        help: format!("set another `port` in the table of {}", service.name),
    })
}

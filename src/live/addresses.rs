use super::BaseUrl;
use crate::stack::{Published, Role, Service, Stack};
use std::fmt;

/// Where the programs of a running stack are asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Addresses {
    /// Prometheus.
    pub prometheus: BaseUrl,
    /// Alertmanager, if the stack has one.
    pub alertmanager: Option<BaseUrl>,
}

/// What a user says of it.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Where Prometheus is.
    pub prometheus: Option<BaseUrl>,
    /// Where Alertmanager is.
    pub alertmanager: Option<BaseUrl>,
}

/// A service that this machine has no way to.
#[derive(Clone, Debug, PartialEq)]
pub struct Unpublished {
    /// Its role.
    pub role: Role,
    /// Its name: also that of its option and of its section in a spec.
    pub service: String,
}

impl Addresses {
    /// The addresses that a user gives, and otherwise those that the stack publishes on this machine.
    ///
    /// # Errors
    /// When a service is not published, and no address is given. Its container may still have one of
    /// its own on Docker's networks: whoever can ask the engine gives that, and tries again.
    pub fn of(stack: &Stack, given: &Given) -> Result<Self, Unpublished> {
        let one = |given: &Option<BaseUrl>, role: Role| {
            let service = stack.with_role(role).next();
            let found = given.clone().or_else(|| published(service?));
            let name = || service.map_or_else(|| role.to_string(), |one| one.name.to_string());
            found.ok_or_else(|| Unpublished { role, service: name() })
        };
        let alertmanager = stack.alerting.as_ref().map(|_| one(&given.alertmanager, Role::Alerts));
        Ok(Self {
            prometheus: one(&given.prometheus, Role::Metrics)?,
            alertmanager: alertmanager.transpose()?,
        })
    }
}

impl Given {
    /// With the address of a service for which none was found.
    #[must_use]
    pub fn with(mut self, unpublished: &Unpublished, at: BaseUrl) -> Self {
        match unpublished.role {
            Role::Alerts => self.alertmanager = Some(at),
            _ => self.prometheus = Some(at),
        }
        self
    }
}

impl fmt::Display for Unpublished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot query {}: it is not published on this host", self.service)
    }
}

impl std::error::Error for Unpublished {}

impl Unpublished {
    /// What to do about it.
    pub fn help(&self) -> String {
        format!(
            "say where it is with --{} URL; its container has an address of its own, which `docker \
             inspect` tells and Linux can reach",
            self.service
        )
    }
}

/// Where a service is on this machine. One behind a password is not what was meant.
fn published(service: &Service) -> Option<BaseUrl> {
    let own = |published: &&Published| published.target == service.port && !published.authenticated;
    service.published.iter().find(own).map(|published| BaseUrl::at(&reachable(published)))
}

/// An address that binds to every interface is reached through the loopback one.
fn reachable(published: &Published) -> String {
    match published.bind.to_string().as_str() {
        "0.0.0.0" => format!("127.0.0.1:{}", published.port),
        "::" => format!("[::1]:{}", published.port),
        _ => published.address(),
    }
}

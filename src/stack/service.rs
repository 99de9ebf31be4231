use super::{HostAccess, Mount, Selinux, Stack, Volume};
use crate::catalog::{Healthcheck, ImagePin, Reload, Role};
use crate::decode::At;
use crate::diag::Span;
use crate::value::{
    BindAddress, Cpus, Duration, Host, Image, Line, Name, NetworkName, Port, Size, SpecPath, Text,
};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name by which containers know the machine that they run on.
pub const HOST_GATEWAY: &str = "host.docker.internal";

/// The folder in which containers find their secret files.
pub const SECRETS_FOLDER: &str = "/run/secrets/";

/// A container of the stack. What makes the container what it is serialises: the Compose file is rendered
/// from that, and a fingerprint of it tells whether a container that runs is still the right one. What only
/// stackgen has to know is left out.
#[derive(Clone, Debug, Serialize)]
pub struct Service {
    /// Its name, which is also its host name on the stack's network.
    pub name: Name,
    /// What it does for the rest of the stack.
    #[serde(skip)]
    pub role: Option<Role>,
    /// Where in the spec it comes from.
    #[serde(skip)]
    pub span: Span,
    /// Who describes it.
    #[serde(skip)]
    pub author: Author,
    /// What it is, for people.
    #[serde(skip)]
    pub title: Line,
    /// Its image.
    pub image: At<Image>,
    /// What the catalogue knows of its image, if anything.
    #[serde(skip)]
    pub pin: Option<Pin>,
    /// User and group.
    pub user: String,
    /// Arguments.
    pub command: Vec<String>,
    /// Environment variables.
    pub environment: BTreeMap<String, String>,
    /// The secret files it may read, under `/run/secrets/`.
    pub secrets: Vec<SecretFile>,
    /// Folders of the output tree that it mounts read-only.
    pub mounts: Vec<Mount>,
    /// Named volumes and where they are mounted.
    pub volumes: Vec<Volume>,
    /// Folders in memory.
    pub tmpfs: Vec<String>,
    /// Capabilities it keeps.
    pub capabilities: Vec<String>,
    /// What it has of the machine that it runs on.
    pub host: HostAccess,
    /// The port it listens on.
    #[serde(skip)]
    pub port: Port,
    /// Other ports it listens on, by name.
    #[serde(skip)]
    pub ports: BTreeMap<String, Port>,
    /// Ports published on the host.
    pub published: Vec<Published>,
    /// Whether it joins the application's networks.
    pub outward: bool,
    /// What a spec tells it to connect to.
    #[serde(skip)]
    pub reaches: Vec<At<Reached>>,
    /// Whether it must know [`HOST_GATEWAY`].
    pub host_gateway: bool,
    /// How Docker sees that it works.
    pub healthcheck: Option<Healthcheck>,
    /// Why Docker cannot see that, where there is no health check.
    #[serde(skip)]
    pub no_healthcheck: Option<Line>,
    /// What it may use at most.
    pub limits: Limits,
    /// How long it may take to stop.
    pub stop_grace_period: Option<Duration>,
    /// How it reads changed files without a restart.
    #[serde(skip)]
    pub reload: Option<Reload>,
    /// The command that puts its secret files in force where its volumes keep older ones; empty if it
    /// needs none.
    #[serde(skip)]
    pub apply_secrets: Vec<String>,
    /// Services that must run before it.
    pub depends_on: Vec<Dependency>,
    /// Where it falls short of the hardening.
    #[serde(skip)]
    pub exceptions: Vec<Exception>,
}

/// What a service may use at most.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Limits {
    /// Its memory.
    pub memory: Size,
    /// Its CPUs.
    pub cpus: Cpus,
    /// Its processes and threads.
    pub pids: u32,
}

/// A service that must run before another one.
#[derive(Clone, Debug, Serialize)]
pub struct Dependency {
    /// Its name.
    pub name: Name,
    /// What it must have reached.
    pub condition: Condition,
}

/// What a service must have reached before those that depend on it start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// It works.
    Healthy,
    /// It runs, as Docker cannot see whether it works.
    Started,
}

/// Whose integration describes a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// One that stackgen brings.
    Catalogue,
    /// One of the user's own.
    User,
}

/// Something that a service connects to.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// Its host.
    pub host: Host,
    /// Its address or URL, as the spec has it.
    pub text: String,
}

/// What the catalogue knows of an image.
#[derive(Clone, Debug)]
pub struct Pin {
    /// It.
    pub facts: Arc<ImagePin>,
    /// Whether stackgen renders what the program reads. If not, the image is only the same.
    pub rendered: bool,
}

impl Service {
    /// The networks of others that it joins.
    pub fn joins<'s>(&self, stack: &'s Stack) -> &'s [At<NetworkName>] {
        if self.outward { &stack.join } else { &[] }
    }

    /// Its security options, as Docker writes them.
    pub fn security_options(&self) -> Vec<&'static str> {
        let unconfined = (self.host.selinux == Selinux::Unconfined).then_some("label=disable");
        std::iter::once("no-new-privileges:true").chain(unconfined).collect()
    }
}

/// Where a service falls short of the hardening.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// What is different: `runs as root`.
    pub what: Line,
    /// What it allows: `root`, `mount:/etc/queue`.
    pub allows: Vec<At<String>>,
    /// Why it cannot be otherwise.
    pub reason: Text,
}

/// A port of the host that leads to a service.
#[derive(Clone, Debug, Serialize)]
pub struct Published {
    /// The host's address.
    pub bind: BindAddress,
    /// The host's port.
    pub port: Port,
    /// The container's port.
    pub target: Port,
    /// Where the spec says so.
    #[serde(skip)]
    pub span: Span,
    /// Where the spec names the host's address.
    #[serde(skip)]
    pub bind_span: Span,
    /// Whether who connects must prove who they are.
    #[serde(skip)]
    pub authenticated: bool,
}

impl Published {
    /// Address and port of the host, as in a URL.
    pub fn address(&self) -> String {
        let bind = self.bind.to_string();
        if bind.contains(':') {
            format!("[{bind}]:{}", self.port)
        } else {
            format!("{bind}:{}", self.port)
        }
    }
}

/// A file with a secret, and under which name a service sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SecretFile {
    /// Its name in Compose, and in `/run/secrets/`.
    pub name: String,
    /// Its path, as the spec has it.
    pub path: SpecPath,
    /// Where the spec names it.
    #[serde(skip)]
    pub span: Span,
    /// Whether any secret will do, so that stackgen can make one up where there is none yet.
    #[serde(skip)]
    pub generated: bool,
    /// The user who signs in with it, if it is the password of one.
    #[serde(skip)]
    pub login: Option<Line>,
}

impl SecretFile {
    /// Where a service that may read it finds it.
    pub fn mounted(&self) -> String {
        format!("{SECRETS_FOLDER}{}", self.name)
    }
}

use crate::catalog::{Healthcheck, ImagePin, Propagation, Reload};
use crate::decode::At;
use crate::diag::Span;
use crate::value::{
    BindAddress, Cpus, Duration, Glob, Host, Image, Line, Name, Port, Size, SpecPath, Text,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name by which containers know the machine that they run on.
pub const HOST_GATEWAY: &str = "host.docker.internal";

/// The folder in which containers find their secret files.
pub const SECRETS_FOLDER: &str = "/run/secrets/";

/// A container of the stack.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name, which is also its host name on the stack's network.
    pub name: Name,
    /// Where in the spec it comes from.
    pub span: Span,
    /// Who describes it.
    pub author: Author,
    /// What it is, for people.
    pub title: Line,
    /// Its image.
    pub image: At<Image>,
    /// What the catalogue knows of its image, if anything.
    pub pin: Option<Pin>,
    /// User and group.
    pub user: String,
    /// Arguments.
    pub command: Vec<String>,
    /// Environment variables.
    pub environment: BTreeMap<String, String>,
    /// The secret files it may read, under `/run/secrets/`.
    pub secrets: Vec<SecretFile>,
    /// Read-only mounts.
    pub mounts: Vec<Mount>,
    /// Named volumes and where they are mounted.
    pub volumes: Vec<(Name, String)>,
    /// Folders in memory.
    pub tmpfs: Vec<String>,
    /// Devices of the host.
    pub devices: Vec<String>,
    /// Capabilities it keeps.
    pub capabilities: Vec<String>,
    /// Whether its users are the host's own, although Docker maps those of others.
    pub host_users: bool,
    /// How SELinux keeps it from the host's files.
    pub selinux: Selinux,
    /// The port it listens on.
    pub port: Port,
    /// Ports published on the host.
    pub published: Vec<Published>,
    /// Whether it joins the application's networks.
    pub outward: bool,
    /// What a spec tells it to connect to.
    pub reaches: Vec<At<Reached>>,
    /// Whether it must know [`HOST_GATEWAY`].
    pub host_gateway: bool,
    /// How Docker sees that it works.
    pub healthcheck: Option<Healthcheck>,
    /// Why Docker cannot see that, where there is no health check.
    pub no_healthcheck: Option<Line>,
    /// Its memory.
    pub memory: Size,
    /// Its CPUs.
    pub cpus: Cpus,
    /// Its processes and threads.
    pub pids: u32,
    /// How long it may take to stop.
    pub stop_grace_period: Option<Duration>,
    /// How it reads changed files without a restart.
    pub reload: Option<Reload>,
    /// The command that puts its secret files in force where its volumes keep older ones; empty if it
    /// needs none.
    pub apply_secrets: Vec<String>,
    /// Services that must run before it.
    pub depends_on: Vec<Name>,
    /// Where it falls short of the hardening.
    pub exceptions: Vec<Exception>,
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

/// A read-only mount.
#[derive(Clone, Debug, PartialEq)]
pub struct Mount {
    /// Absolute on the host, or `./NAME` in the output tree.
    pub source: String,
    /// Where that is written.
    pub span: Span,
    /// Where the container sees it.
    pub target: String,
    /// How mounts that appear later on the host reach the container.
    pub propagation: Option<Propagation>,
    /// Whether the container also sees what is mounted below it.
    pub recursive: bool,
    /// Whether Docker creates an empty folder where there is none.
    pub create: bool,
    /// Whether the program notices by itself when something in it changes.
    pub live: bool,
    /// Which files below it the program loads by a pattern.
    pub loads: Vec<Glob>,
}

impl Service {
    /// Its security options, as Docker writes them.
    pub fn security_options(&self) -> Vec<&'static str> {
        let unconfined = (self.selinux == Selinux::Unconfined).then_some("label=disable");
        std::iter::once("no-new-privileges:true").chain(unconfined).collect()
    }
}

/// How SELinux keeps a container from the host's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selinux {
    /// The host has no SELinux, as far as Docker is concerned.
    Absent,
    /// It may read what has a label for containers: what it mounts has to be given one.
    Confined,
    /// It may read whatever it mounts, and is not confined: the host's own folders must keep their
    /// labels.
    Unconfined,
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
#[derive(Clone, Debug)]
pub struct Published {
    /// The host's address.
    pub bind: BindAddress,
    /// The host's port.
    pub port: Port,
    /// The container's port.
    pub target: Port,
    /// Where the spec says so.
    pub span: Span,
    /// Where the spec names the host's address.
    pub bind_span: Span,
    /// Whether who connects must prove who they are.
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
#[derive(Clone, Debug, PartialEq)]
pub struct SecretFile {
    /// Its name in Compose, and in `/run/secrets/`.
    pub name: String,
    /// Its path, as the spec has it.
    pub path: SpecPath,
    /// Where the spec names it.
    pub span: Span,
    /// Whether any secret will do, so that stackgen can make one up where there is none yet.
    pub generated: bool,
    /// The user who signs in with it, if it is the password of one.
    pub login: Option<Line>,
}

impl SecretFile {
    /// Where a service that may read it finds it.
    pub fn mounted(&self) -> String {
        format!("{SECRETS_FOLDER}{}", self.name)
    }
}

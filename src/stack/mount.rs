//! What a container sees of the output tree, of its volumes and of the host.

use crate::catalog::Propagation;
use crate::decode::At;
use crate::value::{Glob, Name};
use serde::Serialize;

/// What a service has of the machine that it runs on. Only Docker on Linux can give it.
#[derive(Clone, Debug, Serialize)]
pub struct HostAccess {
    /// Files and folders of the host that it mounts read-only.
    pub mounts: Vec<HostMount>,
    /// Devices of the host.
    pub devices: Vec<String>,
    /// Whether its users are the host's own, although Docker maps those of others.
    pub users: bool,
    /// How SELinux keeps it from the host's files.
    pub selinux: Selinux,
}

impl HostAccess {
    /// Everything on the host that must be there.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let devices = self.devices.iter().filter_map(|device| device.split(':').next());
        self.mounts.iter().map(|mount| mount.source.as_str()).chain(devices)
    }
}

/// A file or folder of the host, mounted read-only.
#[derive(Clone, Debug, Serialize)]
pub struct HostMount {
    /// Its absolute path.
    pub source: String,
    /// Where the container sees it.
    pub target: At<String>,
    /// How mounts that appear later on the host reach the container.
    pub propagation: Option<Propagation>,
    /// Whether the container also sees what is mounted below it.
    pub recursive: bool,
    /// Whether Docker creates an empty folder where there is none.
    pub create: bool,
}

/// A folder of the output tree, mounted read-only.
#[derive(Clone, Debug, Serialize)]
pub struct Mount {
    /// Its path in the output tree: `grafana/dashboards`.
    pub folder: At<String>,
    /// Where the container sees it.
    pub target: At<String>,
    /// Whether the program notices by itself when something in it changes.
    #[serde(skip)]
    pub live: bool,
    /// Which files below it the program loads by a pattern.
    #[serde(skip)]
    pub loads: Vec<Glob>,
}

/// A named volume.
#[derive(Clone, Debug, Serialize)]
pub struct Volume {
    /// Its name, without that of the stack.
    pub name: Name,
    /// Where the container sees it.
    pub target: String,
}

/// How SELinux keeps a container from the host's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Selinux {
    /// The host has no SELinux, as far as Docker is concerned.
    Absent,
    /// It may read what has a label for containers: what it mounts has to be given one.
    Confined,
    /// It may read whatever it mounts, and is not confined: the host's own folders must keep their
    /// labels.
    Unconfined,
}

//! What the engine has of a project.

use super::found::{Found, FoundContainer, FoundNetwork, FoundVolume};
use super::{Engine, Error, Home, Other, label};
use crate::stack::SECRETS_FOLDER;
use bollard::models::{
    ContainerSummary, ContainerSummaryStateEnum, MountPoint, Network, PortSummary, Volume,
};
use bollard::query_parameters::{
    ListContainersOptionsBuilder, ListNetworksOptionsBuilder, ListVolumesOptionsBuilder,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the engine has of a project.
///
/// Only what is the stack's own is in `containers`, `networks` and `volumes`; `Found::sort` ensures that.
/// So nothing that is made of them can touch what is somebody else's.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Its containers, the running ones first, then the newest.
    pub containers: Vec<Container>,
    /// Its networks: the id of each, by name.
    pub networks: BTreeMap<String, String>,
    /// Further networks of its own with the name of one in `networks`: the ids. Engines before 25 let two
    /// requests at the same time make two, and refuse the name from then on.
    pub second_networks: BTreeMap<String, Vec<String>>,
    /// Its volumes: when each was made, by name.
    pub volumes: BTreeMap<String, String>,
    /// The names of all networks there are.
    pub all_networks: BTreeSet<String>,
    /// What others have under the same name.
    pub others: Vec<Other>,
}

/// A container of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Container {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The service that it is of.
    pub service: String,
    /// The id of the image that it was made of.
    pub image_id: String,
    /// Whether it runs, or is just being started again.
    pub running: bool,
    /// The engine's word for its state: `running`, `exited`, `restarting`.
    pub state: String,
    /// The engine's sentence about it: `Up 2 hours (healthy)`.
    pub status: String,
    /// The ports that it has on this machine: `127.0.0.1:9090`.
    pub ports: Vec<String>,
    /// The image that it was made of, by name.
    pub image: String,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// The digest of its service's definition, if stackgen rendered it.
    pub service_hash: Option<String>,
    /// The digest of the files that it read when it was made, if it reads any.
    pub files_hash: Option<String>,
    /// The digest of which secret files it got, if stackgen made it.
    pub secrets: Option<String>,
    /// Where the secret files lie that it has mounted.
    pub secret_sources: Vec<String>,
    /// The folder of its Compose file.
    pub working_dir: String,
}

impl Seen {
    /// The containers of a service.
    pub fn of<'a>(&'a self, service: &'a str) -> impl Iterator<Item = &'a Container> {
        self.containers.iter().filter(move |container| container.service == service)
    }

    /// The ids of all networks of its own with this name.
    pub(super) fn network_ids(&self, name: &str) -> impl Iterator<Item = &String> {
        let second = self.second_networks.get(name).into_iter().flatten();
        self.networks.get(name).into_iter().chain(second)
    }
}

impl Engine {
    /// What there is of a project.
    ///
    /// # Errors
    /// When the engine does not say.
    pub async fn look(&self, home: &Home) -> Result<Seen, Error> {
        // Not only what bears the project's label: others may have the names that the stack needs.
        let containers = ListContainersOptionsBuilder::new().all(true).build();
        let networks = ListNetworksOptionsBuilder::new().build();
        let volumes = ListVolumesOptionsBuilder::new().build();
        let (containers, networks, volumes) = tokio::try_join!(
            self.api.list_containers(Some(containers)),
            self.api.list_networks(Some(networks)),
            self.api.list_volumes(Some(volumes)),
        )?;
        let found = Found {
            containers: containers.into_iter().filter_map(container).collect(),
            networks: networks.into_iter().map(network).collect(),
            volumes: volumes.volumes.unwrap_or_default().into_iter().map(volume).collect(),
        };
        Ok(found.sort(home))
    }
}

fn container(summary: ContainerSummary) -> Option<FoundContainer> {
    let labels = summary.labels.unwrap_or_default();
    let label = |name: &str| labels.get(name).cloned();
    let names = summary.names.unwrap_or_default();
    let name = names.first().map(|name| name.trim_start_matches('/').to_owned());
    let state = summary.state.unwrap_or(ContainerSummaryStateEnum::EMPTY);
    let running = [ContainerSummaryStateEnum::RUNNING, ContainerSummaryStateEnum::RESTARTING]
        .contains(&state);
    let container = Container {
        id: summary.id?,
        name: name.unwrap_or_default(),
        service: label(label::SERVICE).unwrap_or_default(),
        image_id: label(label::IMAGE).or(summary.image_id).unwrap_or_default(),
        running,
        state: state.to_string(),
        status: summary.status.unwrap_or_default(),
        ports: ports(summary.ports.unwrap_or_default()),
        image: summary.image.unwrap_or_default(),
        created: summary.created.unwrap_or_default(),
        service_hash: label(label::SERVICE_HASH),
        files_hash: label(label::FILES_HASH),
        secrets: label(label::SECRETS),
        secret_sources: secret_sources(summary.mounts.as_deref().unwrap_or_default()),
        working_dir: label(label::WORKING_DIR).unwrap_or_default(),
    };
    let mounts = summary.mounts.unwrap_or_default().into_iter();
    let networks = summary.network_settings.and_then(|settings| settings.networks);
    let networks = networks.unwrap_or_default();
    Some(FoundContainer {
        container,
        volumes: mounts.filter_map(|mount| mount.name).collect(),
        network_ids: networks.values().filter_map(|one| one.network_id.clone()).collect(),
        networks: networks.into_keys().collect(),
        labels,
    })
}

/// Where the secret files are that are mounted.
fn secret_sources(mounts: &[MountPoint]) -> Vec<String> {
    let inside = |target: &str| target.starts_with(SECRETS_FOLDER);
    let secrets = mounts.iter().filter(|one| one.destination.as_deref().is_some_and(inside));
    secrets.filter_map(|one| one.source.clone()).collect()
}

fn network(network: Network) -> FoundNetwork {
    FoundNetwork {
        name: network.name.unwrap_or_default(),
        id: network.id.unwrap_or_default(),
        labels: network.labels.unwrap_or_default(),
    }
}

fn volume(volume: Volume) -> FoundVolume {
    FoundVolume {
        name: volume.name,
        created: volume.created_at.unwrap_or_default(),
        labels: volume.labels,
    }
}

/// The ports that are published.
fn ports(ports: Vec<PortSummary>) -> Vec<String> {
    let published = ports.into_iter().filter_map(|port| {
        let ip = port.ip.unwrap_or_default();
        let ip = if ip.contains(':') { format!("[{ip}]") } else { ip };
        Some(format!("{ip}:{}", port.public_port?))
    });
    let mut published: Vec<String> = published.collect();
    published.sort();
    published.dedup();
    published
}

impl Container {
    /// What its health check says, if it has one: `healthy`, `unhealthy`, `starting`.
    pub fn health(&self) -> Option<&str> {
        let (_, rest) = self.status.rsplit_once('(')?;
        let word = rest.trim_end_matches(')').trim_start_matches("health: ");
        ["healthy", "unhealthy", "starting"].contains(&word).then_some(word)
    }

    /// For how long it has been as it is, in the engine's words: `Up 2 hours`, `Exited (1) 3 days ago`.
    pub fn since(&self) -> &str {
        match self.health() {
            Some(_) => self.status.rsplit_once(" (").map_or("", |(since, _)| since),
            None => &self.status,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engines_sentence_is_taken_apart() {
        let parts = |status: &str| {
            let one = Container { status: status.to_owned(), ..Container::default() };
            (one.since().to_owned(), one.health().unwrap_or("-").to_owned())
        };
        let pair = |since: &str, health: &str| (since.to_owned(), health.to_owned());
        assert_eq!(parts("Up 2 hours (healthy)"), pair("Up 2 hours", "healthy"));
        assert_eq!(parts("Up 1 second (health: starting)"), pair("Up 1 second", "starting"));
        assert_eq!(parts("Exited (1) 3 days ago"), pair("Exited (1) 3 days ago", "-"));
        assert_eq!(parts("Up 5 minutes"), pair("Up 5 minutes", "-"));
    }
}

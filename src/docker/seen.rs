//! What the engine has of a project.

use super::{Engine, Error, label};
use crate::stack::SECRETS_FOLDER;
use bollard::models::{ContainerSummary, ContainerSummaryStateEnum, MountPoint, PortSummary};
use bollard::query_parameters::{
    ListContainersOptionsBuilder, ListNetworksOptionsBuilder, ListVolumesOptionsBuilder,
};
use std::collections::{BTreeSet, HashMap};

/// What the engine has of a project.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Its containers, the running ones first, then the newest.
    pub containers: Vec<Container>,
    /// The names of its networks.
    pub networks: BTreeSet<String>,
    /// The names of its volumes.
    pub volumes: BTreeSet<String>,
    /// The names of all networks there are.
    pub all_networks: BTreeSet<String>,
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

    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        self.containers.is_empty() && self.networks.is_empty() && self.volumes.is_empty()
    }
}

impl Engine {
    /// What there is of a project.
    ///
    /// # Errors
    /// When the engine does not say.
    pub async fn look(&self, project: &str) -> Result<Seen, Error> {
        let filters = HashMap::from([("label", vec![format!("{}={project}", label::PROJECT)])]);
        let containers = ListContainersOptionsBuilder::new().all(true).filters(&filters).build();
        let volumes = ListVolumesOptionsBuilder::new().filters(&filters).build();
        let networks = ListNetworksOptionsBuilder::new().build();
        let (containers, networks, volumes) = tokio::try_join!(
            self.api.list_containers(Some(containers)),
            self.api.list_networks(Some(networks)),
            self.api.list_volumes(Some(volumes)),
        )?;
        let mut containers: Vec<_> = containers.into_iter().filter_map(container).collect();
        containers.sort_by_key(|one| (!one.running, -one.created, one.id.clone()));
        let mut seen = Seen { containers, ..Seen::default() };
        for network in networks {
            let name = network.name.unwrap_or_default();
            let labels = network.labels.unwrap_or_default();
            if labels.get(label::PROJECT).is_some_and(|owner| owner == project) {
                seen.networks.insert(name.clone());
            }
            seen.all_networks.insert(name);
        }
        seen.volumes =
            volumes.volumes.unwrap_or_default().into_iter().map(|one| one.name).collect();
        Ok(seen)
    }
}

/// `None` for a container of `docker compose run`, which is nobody's service.
fn container(summary: ContainerSummary) -> Option<Container> {
    let mut labels = summary.labels.unwrap_or_default();
    if labels.get(label::ONE_OFF).is_some_and(|value| value == "True") {
        return None;
    }
    let names = summary.names.unwrap_or_default();
    let name = names.first().map(|name| name.trim_start_matches('/').to_owned());
    let state = summary.state.unwrap_or(ContainerSummaryStateEnum::EMPTY);
    let running = [ContainerSummaryStateEnum::RUNNING, ContainerSummaryStateEnum::RESTARTING]
        .contains(&state);
    Some(Container {
        id: summary.id?,
        name: name.unwrap_or_default(),
        service: labels.remove(label::SERVICE)?,
        image_id: labels.remove(label::IMAGE).or(summary.image_id).unwrap_or_default(),
        running,
        state: state.to_string(),
        status: summary.status.unwrap_or_default(),
        ports: ports(summary.ports.unwrap_or_default()),
        image: summary.image.unwrap_or_default(),
        created: summary.created.unwrap_or_default(),
        service_hash: labels.remove(label::SERVICE_HASH),
        files_hash: labels.remove(label::FILES_HASH),
        secrets: labels.remove(label::SECRETS),
        secret_sources: secret_sources(summary.mounts.unwrap_or_default()),
        working_dir: labels.remove(label::WORKING_DIR).unwrap_or_default(),
    })
}

/// Where the secret files lie that are mounted.
fn secret_sources(mounts: Vec<MountPoint>) -> Vec<String> {
    let inside = |target: &str| target.starts_with(SECRETS_FOLDER);
    let secrets = mounts.into_iter().filter(|one| one.destination.as_deref().is_some_and(inside));
    secrets.filter_map(|one| one.source).collect()
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

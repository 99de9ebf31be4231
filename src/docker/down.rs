//! Taking a stack away.

use super::apply::gone_is_fine;
use super::{Container, Engine, Error, Owner, Project, Seen};
use bollard::query_parameters::RemoveVolumeOptionsBuilder;
use futures_util::future::try_join_all;
use std::collections::{BTreeMap, BTreeSet};

/// What is taken away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Removal {
    /// The containers, those that others depend on last.
    pub containers: Vec<Container>,
    /// The ids of the networks, by name.
    pub networks: BTreeMap<String, Vec<String>>,
    /// The names of the volumes.
    pub volumes: Vec<String>,
    /// Containers of services that the stack does not have; they stay.
    pub orphans: Vec<Container>,
}

impl Removal {
    /// What is to be taken away of what there is. Pure.
    pub fn plan(project: &Project<'_>, seen: &Seen, volumes: bool, orphans: bool) -> Self {
        let order: Vec<&str> = project.in_order().iter().map(|one| one.name.as_str()).collect();
        let place = |service: &str| order.iter().position(|name| *name == service);
        let mut removal = Self::default();
        for container in &seen.containers {
            if orphans || place(&container.service).is_some() {
                removal.containers.push(container.clone());
            } else {
                removal.orphans.push(container.clone());
            }
        }
        removal.containers.sort_by_key(|one| std::cmp::Reverse(place(&one.service)));
        // A network that somebody still uses cannot go.
        let added = seen.others.iter().any(|other| other.owner == Owner::Added);
        if removal.orphans.is_empty() && !added {
            let ids = |name: &String| seen.network_ids(name).cloned().collect();
            removal.networks = seen.networks.keys().map(|name| (name.clone(), ids(name))).collect();
        }
        if volumes {
            let ours: BTreeSet<String> =
                project.volumes().iter().map(|key| project.volume(key)).collect();
            let goes = |name: &&String| orphans || ours.contains(*name);
            removal.volumes = seen.volumes.keys().filter(goes).cloned().collect();
        }
        removal
    }

    /// Whether there is nothing to take away.
    pub fn is_empty(&self) -> bool {
        self.containers.is_empty() && self.networks.is_empty() && self.volumes.is_empty()
    }
}

impl Engine {
    /// Takes a stack away. `say` hears of each thing that is gone.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn take_down(&self, removal: &Removal, say: impl Fn(&str)) -> Result<(), Error> {
        let say = &say;
        // All are told to stop at once: none of them needs another one for that.
        try_join_all(removal.containers.iter().map(async |container| {
            self.remove(container).await?;
            say(&format!("container {}", container.name));
            Ok::<(), Error>(())
        }))
        .await?;
        for (name, ids) in &removal.networks {
            for id in ids {
                self.remove_network(id).await?;
            }
            say(&format!("network {name}"));
        }
        for name in &removal.volumes {
            let options = RemoveVolumeOptionsBuilder::new().force(false).build();
            gone_is_fine(self.api.remove_volume(name, Some(options)).await)?;
            say(&format!("volume {name}"));
        }
        Ok(())
    }
}

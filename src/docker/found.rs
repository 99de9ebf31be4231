//! What an engine has, sorted into what is a stack's own and what is not. Pure, but for symbolic links.

use super::project::NETWORK;
use super::{Container, Home, Owner, Seen, label};
use std::collections::HashMap;

type Labels = HashMap<String, String>;

/// Everything that an engine has.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) containers: Vec<FoundContainer>,
    pub(super) networks: Vec<FoundNetwork>,
    pub(super) volumes: Vec<FoundVolume>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct FoundContainer {
    pub(super) container: Container,
    /// The volumes that it mounts.
    pub(super) volumes: Vec<String>,
    /// The networks that it is in.
    pub(super) networks: Vec<String>,
    /// Their ids, in any order.
    pub(super) network_ids: Vec<String>,
    pub(super) labels: Labels,
}

#[derive(Clone, Debug, Default)]
pub(super) struct FoundNetwork {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) labels: Labels,
}

#[derive(Clone, Debug, Default)]
pub(super) struct FoundVolume {
    pub(super) name: String,
    pub(super) created: String,
    pub(super) labels: Labels,
}

/// Something of somebody else's that bears a project's name.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// What it is.
    pub thing: Thing,
    /// Who made it.
    pub owner: Owner,
    /// Whether its label says that it is of the project. Otherwise only its name does.
    pub in_project: bool,
}

/// A thing of an engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Thing {
    /// A container.
    Container(Box<Container>),
    /// A network.
    Network {
        /// Its name.
        name: String,
        /// Its id.
        id: String,
    },
    /// A volume.
    Volume {
        /// Its name.
        name: String,
        /// When it was made.
        created: String,
    },
}

impl Thing {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Container(container) => &container.name,
            Self::Network { name, .. } | Self::Volume { name, .. } => name,
        }
    }

    /// A word for what it is: `container`, `network`, `volume`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Container(_) => "container",
            Self::Network { .. } => "network",
            Self::Volume { .. } => "volume",
        }
    }
}

impl Found {
    /// Sorts all of it by whose it is. What has nothing to do with the project is left out.
    pub(super) fn sort(self, home: &Home) -> Seen {
        let mut seen = Seen::default();
        let owners: Vec<Owner> =
            self.containers.iter().map(|one| home.owner(&one.labels)).collect();
        let users = |uses: fn(&FoundContainer) -> &[String], name: &String| -> Vec<&Owner> {
            let all = self.containers.iter().zip(&owners);
            all.filter(|(one, _)| uses(one).contains(name)).map(|(_, owner)| owner).collect()
        };
        for FoundVolume { name, created, labels } in self.volumes {
            let in_project = is(&labels, label::PROJECT, &home.name);
            if !in_project && !belongs(&name, &home.name, '_') {
                continue;
            }
            let claimed = home.claims.volumes.get(&name) == Some(&created);
            let owner = if claimed || of_folder(home, &labels) {
                Owner::Ours
            } else {
                volume_owner(home, &labels, &users(|one| &one.volumes, &name))
            };
            if owner == Owner::Ours {
                seen.volumes.insert(name, created);
            } else {
                seen.others.push(Other {
                    thing: Thing::Volume { name, created },
                    owner,
                    in_project,
                });
            }
        }
        // Of two with one name, the one that containers use is kept.
        let used = |id: &String| self.containers.iter().any(|one| one.network_ids.contains(id));
        let mut networks = self.networks;
        networks.sort_by_cached_key(|one| (!used(&one.id), one.id.clone()));
        for FoundNetwork { name, id, labels } in networks {
            seen.all_networks.insert(name.clone());
            let in_project = is(&labels, label::PROJECT, &home.name);
            if !in_project && !belongs(&name, &home.name, '_') {
                continue;
            }
            let claimed = home.claims.networks.get(&name) == Some(&id);
            let owner = if claimed || of_folder(home, &labels) {
                Owner::Ours
            } else {
                network_owner(home, &labels, &users(|one| &one.networks, &name))
            };
            if owner == Owner::Ours && seen.networks.contains_key(&name) {
                seen.second_networks.entry(name).or_default().push(id);
            } else if owner == Owner::Ours {
                seen.networks.insert(name, id);
            } else {
                seen.others.push(Other { thing: Thing::Network { name, id }, owner, in_project });
            }
        }
        for (FoundContainer { container, labels, .. }, owner) in
            self.containers.into_iter().zip(owners)
        {
            let in_project = is(&labels, label::PROJECT, &home.name);
            match owner {
                // One of `docker compose run` is no service's.
                Owner::Ours if is(&labels, label::ONE_OFF, "True") => {}
                Owner::Ours => seen.containers.push(container),
                owner if in_project || belongs(&container.name, &home.name, '-') => {
                    let thing = Thing::Container(Box::new(container));
                    seen.others.push(Other { thing, owner, in_project });
                }
                _ => {}
            }
        }
        seen.containers.sort_by_key(|one| (!one.running, -one.created, one.id.clone()));
        let key = |other: &Other| (other.thing.kind(), other.thing.name().to_owned());
        seen.others.sort_by_key(key);
        seen
    }
}

fn is(labels: &Labels, name: &str, value: &str) -> bool {
    labels.get(name).is_some_and(|found| found == value)
}

/// Whether a name is one that Compose would give to something of a project.
fn belongs(name: &str, project: &str, between: char) -> bool {
    name.strip_prefix(project).is_some_and(|rest| rest.starts_with(between))
}

/// Whether `stackgen up` made a network or a volume for the stack.
fn of_folder(home: &Home, labels: &Labels) -> bool {
    is(labels, label::PROJECT, &home.name)
        && labels.get(label::FOLDER).is_some_and(|folder| home.is_folder(folder))
}

/// Who made a volume that is neither made for the stack's folder nor claimed, and that containers of
/// these owners mount.
fn volume_owner(home: &Home, labels: &Labels, users: &[&Owner]) -> Owner {
    // Compose writes no folder. What a container of ours keeps its data in is ours.
    let in_project = is(labels, label::PROJECT, &home.name);
    if in_project && users.contains(&&Owner::Ours) {
        return Owner::Ours;
    }
    if let Some(folder) = labels.get(label::FOLDER) {
        return Owner::Stack { folder: folder.clone() };
    }
    used_by(home, in_project, users).unwrap_or(Owner::Unknown)
}

/// Who made a network that is neither made for the stack's folder nor claimed, and that containers of
/// these owners are in.
fn network_owner(home: &Home, labels: &Labels, users: &[&Owner]) -> Owner {
    if let Some(folder) = labels.get(label::FOLDER) {
        return Owner::Stack { folder: folder.clone() };
    }
    // One that was made by hand is for whoever knows its name.
    let Some(project) = labels.get(label::PROJECT) else { return Owner::Unknown };
    if *project != home.name {
        return Owner::Application { project: project.clone(), place: String::new() };
    }
    if let Some(owner) = used_by(home, true, users) {
        return owner;
    }
    let own = is(labels, label::NETWORK, NETWORK) && users.contains(&&Owner::Ours);
    if own { Owner::Ours } else { Owner::Unknown }
}

/// The other owner of what containers of these owners use. A container of another project may well
/// use what is of this one: to back it up, to be reached.
fn used_by(home: &Home, in_project: bool, users: &[&Owner]) -> Option<Owner> {
    let other = |owner: &&&Owner| match owner {
        Owner::Stack { .. } => true,
        Owner::Application { project, .. } => !in_project || *project == home.name,
        Owner::Ours | Owner::Added | Owner::Unknown => false,
    };
    users.iter().find(other).map(|owner| (**owner).clone())
}

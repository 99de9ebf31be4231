//! What others have under a stack's name: what of it is in the way, and what may be taken over. Pure.

use super::found::Thing;
use super::{Claims, Other, Owner, Project, Seen};

/// What `--adopt` takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adopt {
    /// What stackgen made for another folder.
    Stacks,
    /// That, and the stack's volumes of which nothing says who made them.
    Unlabelled,
}

impl Other {
    /// Whether `stackgen up --adopt` takes it over: what stackgen made for a folder that has moved,
    /// and a volume of the stack's of which nothing says who made it. Never what is an application's.
    pub fn is_adoptable(&self) -> bool {
        match self.owner {
            Owner::Stack { .. } => self.in_project,
            Owner::Unknown => matches!(self.thing, Thing::Volume { .. }),
            Owner::Ours | Owner::Application { .. } | Owner::Added => false,
        }
    }
}

impl Seen {
    /// What keeps a stack from being launched: a container of somebody else in its project, or
    /// somebody else's container, volume or network under a name that the stack needs.
    pub fn in_the_way(&self, project: &Project<'_>) -> Vec<&Other> {
        self.others.iter().filter(|other| is_in_the_way(other, project)).collect()
    }

    /// What others have in the project, in the way or not.
    pub fn beside(&self, project: &Project<'_>) -> Vec<&Other> {
        let wanted = |other: &&Other| other.in_project || is_in_the_way(other, project);
        self.others.iter().filter(wanted).collect()
    }

    /// Takes over what may be taken over, and returns it: from now on it is the stack's own.
    pub fn adopt(&mut self, project: &Project<'_>, adopt: Adopt) -> Vec<Other> {
        let volumes: Vec<String> =
            project.volumes().iter().map(|key| project.volume(key)).collect();
        let goes = |other: &Other| {
            other.is_adoptable()
                && (other.owner != Owner::Unknown
                    || adopt == Adopt::Unlabelled
                        && volumes.iter().any(|name| name == other.thing.name()))
        };
        let (adopted, others): (Vec<_>, Vec<_>) = self.others.drain(..).partition(goes);
        self.others = others;
        for other in &adopted {
            match &other.thing {
                Thing::Container(container) => self.containers.push((**container).clone()),
                Thing::Network { name, id } => {
                    self.networks.insert(name.clone(), id.clone());
                }
                Thing::Volume { name, created } => {
                    self.volumes.insert(name.clone(), created.clone());
                }
            }
        }
        self.containers.sort_by_key(|one| (!one.running, -one.created, one.id.clone()));
        adopted
    }

    /// What has to be remembered so that it is the stack's own also when no container shows it.
    pub fn claims(&self) -> Claims {
        Claims { networks: self.networks.clone(), volumes: self.volumes.clone() }
    }
}

fn is_in_the_way(other: &Other, project: &Project<'_>) -> bool {
    let name = other.thing.name();
    match &other.thing {
        Thing::Container(_) => {
            let added = other.owner == Owner::Added;
            let services = project.stack.services.iter();
            let mut names = services.map(|service| project.container(service.name.as_str()));
            (other.in_project && !added) || names.any(|needed| needed == name)
        }
        // One that was made by hand can be used; it is never removed.
        Thing::Network { .. } => name == project.network() && other.owner != Owner::Unknown,
        Thing::Volume { .. } => project.volumes().iter().any(|key| project.volume(key) == name),
    }
}

//! The steps from what is there to what is wanted. Pure.

use super::{Container, Project, SecretsNow, Seen, Thing};
use std::collections::BTreeMap;
use std::fmt;

/// What has to be done, in the order in which it is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// Containers of services that the stack does not have.
    pub orphans: Vec<Container>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Make the stack's network.
    Network {
        /// Its name.
        name: String,
    },
    /// Remove a second network of the stack's own with the name of another.
    RemoveNetwork {
        /// Its name.
        name: String,
        /// Its id.
        id: String,
    },
    /// Make a volume.
    Volume {
        /// Its key in the Compose file.
        key: String,
        /// Its name.
        name: String,
    },
    /// Make and start a container where there is none.
    Create {
        /// The service.
        service: String,
    },
    /// Make a new container in place of one that is no longer what it should be.
    Recreate {
        /// The service.
        service: String,
        /// The container that is replaced.
        old: Container,
        /// Why.
        why: String,
    },
    /// Start a container that is what it should be, but does not run.
    Start {
        /// The service.
        service: String,
        /// The container.
        container: Container,
    },
    /// Have a program read its changed files.
    Reload {
        /// The service.
        service: String,
        /// The container.
        container: Container,
    },
    /// Nothing: it is what it should be.
    Leave {
        /// The service.
        service: String,
        /// The container.
        container: Container,
    },
    /// Remove a container.
    Remove {
        /// The container.
        container: Container,
        /// Why.
        why: String,
    },
}

impl Plan {
    /// Whether nothing has to be done.
    pub fn is_idle(&self) -> bool {
        self.steps.iter().all(|step| matches!(step, Step::Leave { .. }))
    }

    /// The containers of a service that are removed at the end, as another one is kept or made.
    pub(super) fn left_over<'a>(
        &'a self,
        service: &'a str,
    ) -> impl Iterator<Item = &'a Container> + 'a {
        self.steps.iter().filter_map(move |step| match step {
            Step::Remove { container, .. } if container.service == service => Some(container),
            _ => None,
        })
    }
}

impl Step {
    /// Whether it is about what containers need, and so done before any of them is touched.
    pub(super) fn comes_first(&self) -> bool {
        matches!(self, Self::Network { .. } | Self::RemoveNetwork { .. } | Self::Volume { .. })
    }

    /// The service that it is about, if it is about one.
    pub fn service(&self) -> Option<&str> {
        match self {
            Self::Create { service }
            | Self::Recreate { service, .. }
            | Self::Start { service, .. }
            | Self::Reload { service, .. }
            | Self::Leave { service, .. } => Some(service),
            Self::Network { .. }
            | Self::RemoveNetwork { .. }
            | Self::Volume { .. }
            | Self::Remove { .. } => None,
        }
    }

    /// A word for it: `create`, `recreate`, `start`, `reload`, `leave`, `remove`.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Network { .. } | Self::Volume { .. } | Self::Create { .. } => "create",
            Self::Recreate { .. } => "recreate",
            Self::Start { .. } => "start",
            Self::Reload { .. } => "reload",
            Self::Leave { .. } => "leave",
            Self::Remove { .. } | Self::RemoveNetwork { .. } => "remove",
        }
    }

    /// What it is about: `network shop_monitoring`, `prometheus`.
    pub fn object(&self) -> String {
        match self {
            Self::Network { name } | Self::RemoveNetwork { name, .. } => format!("network {name}"),
            Self::Volume { name, .. } => format!("volume {name}"),
            Self::Remove { container, .. } => format!("container {}", container.name),
            step => step.service().unwrap_or_default().to_owned(),
        }
    }

    /// Why, where that is not plain.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Recreate { why, .. } | Self::Remove { why, .. } => Some(why),
            Self::Reload { .. } => Some("its files changed"),
            Self::RemoveNetwork { .. } => Some("a second one of this name"),
            _ => None,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb(), self.object())?;
        self.why().map_or(Ok(()), |why| write!(f, " ({why})"))
    }
}

/// What the engine knows besides containers.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The id of each image that is there, by its name.
    pub images: BTreeMap<String, String>,
    /// The digest of the files that a container read when it was reloaded, by the container's id.
    pub reloaded: BTreeMap<String, String>,
    /// The secret files as they are now.
    pub secrets: SecretsNow,
    /// Whether containers of services that the stack does not have are removed.
    pub remove_orphans: bool,
}

/// The steps that make what is there what is wanted.
pub fn plan(project: &Project<'_>, seen: &Seen, known: &Known) -> Plan {
    let mut plan = Plan::default();
    for (name, ids) in &seen.second_networks {
        let remove = |id: &String| Step::RemoveNetwork { name: name.clone(), id: id.clone() };
        plan.steps.extend(ids.iter().map(remove));
    }
    let network = project.network();
    if !seen.all_networks.contains(&network) {
        plan.steps.push(Step::Network { name: network });
    }
    for key in project.volumes() {
        let name = project.volume(key);
        // The engine would give somebody else's for a new one.
        let others = || seen.others.iter().any(|other| is_volume(&other.thing, &name));
        if !seen.volumes.contains_key(&name) && !others() {
            plan.steps.push(Step::Volume { key: key.to_owned(), name });
        }
    }
    let mut surplus = Vec::new();
    for service in project.in_order() {
        let name = service.name.as_str();
        let found: Vec<&Container> = seen.of(name).collect();
        let wish = Wish::new(project, name, known);
        let good = found.iter().find(|one| wish.stale(one).is_none());
        // Without a good one, the one that runs is replaced, or the newest.
        let kept = good.or(found.first());
        plan.steps.push(match kept {
            None => Step::Create { service: name.to_owned() },
            Some(kept) => wish.step(kept),
        });
        let others = found.iter().filter(|one| kept.is_some_and(|kept| kept.id != one.id));
        surplus.extend(others.map(|one| Step::Remove {
            container: (*one).clone(),
            why: "left over from an earlier run".to_owned(),
        }));
    }
    plan.steps.extend(surplus);
    let orphan = |one: &&Container| project.service(&one.service).is_none();
    for container in seen.containers.iter().filter(orphan) {
        if known.remove_orphans {
            let why = "the stack no longer has this service".to_owned();
            plan.steps.push(Step::Remove { container: container.clone(), why });
        } else {
            plan.orphans.push(container.clone());
        }
    }
    plan
}

fn is_volume(thing: &Thing, wanted: &str) -> bool {
    matches!(thing, Thing::Volume { name, .. } if name == wanted)
}

/// What a service's container must be.
struct Wish<'a> {
    service: &'a str,
    name: String,
    fingerprint: String,
    image: Option<&'a String>,
    working_dir: String,
    files: Option<&'a String>,
    reloads: bool,
    reloaded: &'a BTreeMap<String, String>,
    secrets: &'a SecretsNow,
}

impl<'a> Wish<'a> {
    fn new(project: &'a Project<'_>, name: &'a str, known: &'a Known) -> Self {
        let service = project.service(name);
        Self {
            service: name,
            name: project.container(name),
            fingerprint: service.map(|one| one.fingerprint(project.stack)).unwrap_or_default(),
            image: service.and_then(|one| known.images.get(&one.image.to_string())),
            working_dir: project.folder.display().to_string(),
            files: project.files.get(name),
            reloads: service.is_some_and(|one| one.reload.is_some()),
            reloaded: &known.reloaded,
            secrets: &known.secrets,
        }
    }

    /// Why a container cannot stay, if it cannot.
    fn stale(&self, container: &Container) -> Option<&'static str> {
        if container.service_hash.as_deref() != Some(&self.fingerprint) {
            return Some(match container.service_hash {
                Some(_) => "its settings changed",
                None => "stackgen did not render it",
            });
        }
        if self.image.is_some_and(|image| *image != container.image_id) {
            return Some("there is a newer image of this name");
        }
        if container.working_dir != self.working_dir {
            return Some("the output folder changed");
        }
        if self.secrets.changed(container) {
            return Some("its secret files changed");
        }
        if self.changed(container) && !self.reloads {
            return Some("its files changed");
        }
        None
    }

    /// Whether it has read other files than those that are there now.
    fn changed(&self, container: &Container) -> bool {
        let read = self.reloaded.get(&container.id).or(container.files_hash.as_ref());
        read != self.files
    }

    fn step(&self, container: &Container) -> Step {
        let (service, container) = (self.service.to_owned(), container.clone());
        if let Some(why) = self.stale(&container) {
            return Step::Recreate { service, old: container, why: why.to_owned() };
        }
        if !container.running || container.name != self.name {
            return Step::Start { service, container };
        }
        if self.changed(&container) {
            return Step::Reload { service, container };
        }
        Step::Leave { service, container }
    }
}

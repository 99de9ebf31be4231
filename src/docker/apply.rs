//! Taking the steps of a plan.

use super::create;
use super::{Container, Engine, Error, Image, Plan, Problem, Project, Step, Trouble, Unready};
use crate::stack::Service;
use bollard::models::{NetworkConnectRequest, NetworkDisconnectRequest};
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, RemoveContainerOptionsBuilder, RenameContainerOptionsBuilder,
};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::Instant;

/// What happens while a plan is applied.
#[derive(Clone, Debug)]
pub enum Event<'a> {
    /// A step begins.
    Begins(&'a Step),
    /// A step is done. Its service may not work yet.
    Done(&'a Step),
    /// A service works.
    Ready(&'a str),
}

/// Why a plan could not be applied.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The engine refused a step.
    Refused {
        /// The service that it was about, if it was about one.
        service: Option<String>,
        /// What the engine said.
        error: Error,
    },
    /// A service does not work.
    Broken(Box<Trouble>),
}

/// How a plan is applied.
pub struct Applier<'a> {
    /// The engine.
    pub engine: &'a Engine,
    /// What is wanted.
    pub project: &'a Project<'a>,
    /// The images, by name.
    pub images: &'a BTreeMap<String, Image>,
    /// Until when everything must work. `None`: it is not waited for.
    pub patience: Option<Duration>,
    /// Is told what happens.
    pub listener: &'a (dyn Fn(&Event<'_>) + Sync),
}

impl Applier<'_> {
    /// Takes the steps of a plan: each service after those it depends on, the others side by side.
    /// Containers that are replaced stay, stopped and under another name, until [`Applier::finish`].
    ///
    /// # Errors
    /// At the first step that is refused, and the first service that does not work.
    pub async fn apply(&self, plan: &Plan) -> Result<(), Failure> {
        let deadline = self.patience.map(|patience| Instant::now() + patience);
        for step in &plan.steps {
            if step.comes_first() {
                (self.listener)(&Event::Begins(step));
                let made = self.make(step).await;
                made.map_err(|error| Failure::Refused { service: None, error })?;
                (self.listener)(&Event::Done(step));
            }
        }
        let mut left: Vec<&Step> =
            plan.steps.iter().filter(|step| step.service().is_some()).collect();
        let mut done = BTreeSet::new();
        let mut running = FuturesUnordered::new();
        loop {
            let ready = |step: &&Step| {
                let service = step.service().and_then(|name| self.project.service(name));
                let needs = service.into_iter().flat_map(|service| &service.depends_on);
                // What is neither done nor still to come is not part of the stack.
                needs
                    .map(|dependency| dependency.name.as_str())
                    .all(|name| done.contains(name) || self.project.service(name).is_none())
            };
            let (now, later): (Vec<&Step>, Vec<&Step>) = left.into_iter().partition(ready);
            // A check refuses services that wait for each other; if they do, none shall be forgotten.
            let stuck = now.is_empty() && running.is_empty();
            let (now, later) = if stuck { (later, vec![]) } else { (now, later) };
            left = later;
            running.extend(now.into_iter().map(|step| self.service_step(plan, step, deadline)));
            match running.next().await {
                Some(result) => done.insert(result?),
                None => return Ok(()),
            };
        }
    }

    /// Removes what the plan's steps have replaced, and what it removes.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn finish(&self, plan: &Plan) -> Result<(), Error> {
        for step in &plan.steps {
            let container = match step {
                Step::Recreate { old, .. } => old,
                Step::Remove { container, .. } => container,
                _ => continue,
            };
            if matches!(step, Step::Remove { .. }) {
                (self.listener)(&Event::Begins(step));
            }
            self.engine.remove(container).await?;
            if matches!(step, Step::Remove { .. }) {
                (self.listener)(&Event::Done(step));
            }
        }
        Ok(())
    }

    async fn make(&self, step: &Step) -> Result<(), Error> {
        let api = self.engine.api.clone();
        let made = match step {
            Step::Network { .. } => return self.engine.make_network(self.project).await,
            Step::RemoveNetwork { id, .. } => return self.engine.remove_network(id).await,
            Step::Volume { key, .. } => {
                let volume = create::volume(self.project, key);
                let made = self.engine.whole(async move { api.create_volume(volume).await }).await;
                // For the engine, a volume that is there already is as good as a new one.
                match made {
                    Ok(made) if !create::is_made(self.project, &made.labels) => {
                        let what =
                            format!("somebody else has made the volume {} meanwhile", made.name);
                        return Err(Error::new(Problem::Conflict, what));
                    }
                    made => made.map(drop),
                }
            }
            _ => Ok(()),
        };
        made.map_err(|error| Error::from(error).doing(&format!("cannot {step}")))
    }

    /// Takes a step and waits until its service works. Returns the service's name.
    async fn service_step(
        &self,
        plan: &Plan,
        step: &Step,
        deadline: Option<Instant>,
    ) -> Result<String, Failure> {
        let name = step.service().unwrap_or_default();
        let refused = |error: Error| Failure::Refused { service: Some(name.to_owned()), error };
        let Some(service) = self.project.service(name) else { return Ok(name.to_owned()) };
        let leave = matches!(step, Step::Leave { .. });
        if !leave {
            (self.listener)(&Event::Begins(step));
        }
        // What is left over may hold the name, the port or the volume.
        let wanted = self.project.container(name);
        for container in plan.left_over(name).filter(|one| one.running || one.name == wanted) {
            self.engine.set_aside(container, &wanted).await.map_err(refused)?;
        }
        let taken = self.take(step, service).await;
        let id = match taken {
            Ok(id) => id,
            Err(error) => return Err(refused(self.engine.port_explained(error, service).await)),
        };
        if !leave {
            (self.listener)(&Event::Done(step));
        }
        if let Some(deadline) = deadline {
            self.engine.ready(service, &id, deadline).await.map_err(|why| match why {
                Unready::Engine(error) => refused(error),
                Unready::Trouble(trouble) => Failure::Broken(trouble),
            })?;
            if !leave {
                (self.listener)(&Event::Ready(name));
            }
        }
        Ok(name.to_owned())
    }

    /// Takes a step. Returns the id of the service's container.
    async fn take(&self, step: &Step, service: &Service) -> Result<String, Error> {
        match step {
            Step::Create { .. } => self.create(service).await,
            Step::Recreate { old, .. } => {
                self.engine.set_aside(old, &self.project.container(&old.service)).await?;
                self.create(service).await
            }
            Step::Start { container, .. } => {
                let name = self.project.container(&container.service);
                self.engine.rename(container, &name).await?;
                if !container.running {
                    self.join(service, &container.id).await?;
                    self.engine.start(&container.id).await?;
                }
                Ok(container.id.clone())
            }
            Step::Reload { container, .. } => {
                if let Some(reload) = &service.reload {
                    self.engine.reload(container, service, reload).await?;
                }
                Ok(container.id.clone())
            }
            Step::Leave { container, .. } => Ok(container.id.clone()),
            Step::Network { .. }
            | Step::RemoveNetwork { .. }
            | Step::Volume { .. }
            | Step::Remove { .. } => Ok(String::new()),
        }
    }

    async fn create(&self, service: &Service) -> Result<String, Error> {
        let name = self.project.container(service.name.as_str());
        let doing = |error: Error| error.doing(&format!("cannot start {}", service.name));
        let image = service.image.to_string();
        let image = self.images.get(&image).ok_or_else(|| {
            Error::new(Problem::NotFound, format!("there is no image {image}"))
                .help("pull it: leave out `--pull never`")
        })?;
        let options = CreateContainerOptionsBuilder::new().name(&name).build();
        let body = create::container(self.project, service, image);
        let api = self.engine.api.clone();
        let made =
            self.engine.whole(async move { api.create_container(Some(options), body).await }).await;
        let id = made.map_err(|error| doing(error.into()))?.id;
        self.join(service, &id).await.map_err(doing)?;
        self.engine.start(&id).await.map_err(doing)?;
        Ok(id)
    }

    /// Joins the networks that a container is not in: all but the first of a new one, and of one that
    /// does not run, what is missing as that was interrupted, or as the network has been made anew since.
    async fn join(&self, service: &Service, id: &str) -> Result<(), Error> {
        let api = &self.engine.api;
        let found = api.inspect_container(id, None).await?;
        let joined = found.network_settings.and_then(|settings| settings.networks);
        let joined = joined.unwrap_or_default();
        for network in self.project.networks(service) {
            if let Some(endpoint) = joined.get(&network) {
                // One that never ran has no id yet.
                let of = endpoint.network_id.clone().filter(|id| !id.is_empty());
                let there = api.inspect_network(&network, None).await?.id;
                if of.is_none() || of == there {
                    continue;
                }
                let request = NetworkDisconnectRequest { container: id.to_owned(), force: None };
                let (api, network) = (api.clone(), network.clone());
                let left = async move { api.disconnect_network(&network, request).await };
                self.engine.whole(left).await?;
            }
            let endpoint_config = Some(create::endpoint(self.project, service));
            let request = NetworkConnectRequest { container: id.to_owned(), endpoint_config };
            let api = api.clone();
            self.engine.whole(async move { api.connect_network(&network, request).await }).await?;
        }
        Ok(())
    }
}

impl Engine {
    pub(super) async fn start(&self, id: &str) -> Result<(), Error> {
        let (api, id) = (self.api.clone(), id.to_owned());
        Ok(self.whole(async move { api.start_container(&id, None).await }).await?)
    }

    /// Stops a container, for as long as it needs.
    pub(super) async fn stop(&self, container: &Container) -> Result<(), Error> {
        let (api, id) = (self.api.clone(), container.id.clone());
        gone_is_fine(self.whole(async move { api.stop_container(&id, None).await }).await)
    }

    /// Gives a container a name, unless it has it.
    pub(super) async fn rename(&self, container: &Container, name: &str) -> Result<(), Error> {
        if container.name == name {
            return Ok(());
        }
        let options = RenameContainerOptionsBuilder::new().name(name).build();
        let (api, id) = (self.api.clone(), container.id.clone());
        Ok(self.whole(async move { api.rename_container(&id, options).await }).await?)
    }

    /// Stops a container and gives its name free.
    async fn set_aside(&self, old: &Container, name: &str) -> Result<(), Error> {
        self.stop(old).await?;
        let short: String = old.id.chars().take(12).collect();
        // As Compose does it, so that Compose understands what it finds after a kill.
        self.rename(old, &format!("{short}_{name}")).await
    }

    /// Stops and removes a container, if it is still there. Volumes stay.
    pub(super) async fn remove(&self, container: &Container) -> Result<(), Error> {
        if container.running {
            self.stop(container).await?;
        }
        self.remove_at_once(container).await
    }

    /// Kills and removes a container, if it is still there. Volumes stay.
    pub(super) async fn remove_at_once(&self, container: &Container) -> Result<(), Error> {
        let options = RemoveContainerOptionsBuilder::new().force(true).build();
        let (api, id) = (self.api.clone(), container.id.clone());
        gone_is_fine(
            self.whole(async move { api.remove_container(&id, Some(options)).await }).await,
        )
    }
}

/// What is gone already need not go.
pub(super) fn gone_is_fine(result: Result<(), bollard::errors::Error>) -> Result<(), Error> {
    match result.map_err(Error::from) {
        Err(error) if error.problem == Problem::NotFound => Ok(()),
        // It is being removed already.
        Err(error) if error.message.contains("already in progress") => Ok(()),
        other => other,
    }
}

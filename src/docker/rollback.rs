//! Back to what was there before.

use super::{Container, Engine, Error, Project, Seen, Thing};
use std::collections::BTreeSet;

impl Engine {
    /// Makes a project what it was: what was made since then goes, what was there is there again under
    /// its own name, and runs if it ran. Volumes stay, whoever made them. It looks at what there is, so
    /// it does not matter where something was interrupted. What is still under way is waited for.
    ///
    /// # Errors
    /// When the engine refuses something: the first such refusal. All else is put back nevertheless.
    pub async fn restore(&self, project: &Project<'_>, before: &Seen) -> Result<(), Error> {
        self.settled().await;
        let now = self.look(&project.home()).await?;
        let known = |id: &str| before.containers.iter().find(|one| one.id == id);
        // What somebody else made meanwhile is not among them.
        let ours = |service: &str| project.service(service).is_some();
        let new = |one: &&Container| known(&one.id).is_none() && ours(&one.service);
        let mut result = Ok(());
        for container in now.containers.iter().filter(new) {
            result = result.and(self.remove_at_once(container).await);
        }
        // What was to be taken over bears its former folder's label.
        let others = now.others.iter().filter_map(|other| match &other.thing {
            Thing::Container(container) => Some(&**container),
            _ => None,
        });
        for container in now.containers.iter().chain(others) {
            if let Some(was) = known(&container.id) {
                result = result.and(self.put_back(container, was).await);
            }
        }
        let network = project.network();
        let was: BTreeSet<&String> = before.network_ids(&network).collect();
        for id in now.network_ids(&network).filter(|id| !was.contains(id)) {
            result = result.and(self.remove_network(id).await);
        }
        result
    }

    async fn put_back(&self, now: &Container, was: &Container) -> Result<(), Error> {
        self.rename(now, &was.name).await?;
        if was.running && !now.running {
            self.start(&now.id).await?;
        }
        Ok(())
    }
}

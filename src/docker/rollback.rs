//! Back to what was there before.

use super::apply::gone_is_fine;
use super::{Container, Engine, Error, Project, Seen};
use bollard::query_parameters::RemoveContainerOptionsBuilder;

impl Engine {
    /// Makes a project what it was: what was made since then goes, what was there is there again under
    /// its own name, and runs if it ran. Volumes stay, whoever made them. It looks at what there is, so
    /// it does not matter where something was interrupted.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn restore(&self, project: &Project<'_>, before: &Seen) -> Result<(), Error> {
        let now = self.look(project.name()).await?;
        let known = |id: &str| before.containers.iter().find(|one| one.id == id);
        // Whoever has another service under the same project name keeps it.
        let ours = |service: &str| project.service(service).is_some();
        let new = |one: &&Container| known(&one.id).is_none() && ours(&one.service);
        for container in now.containers.iter().filter(new) {
            let options = RemoveContainerOptionsBuilder::new().force(true).build();
            gone_is_fine(self.api.remove_container(&container.id, Some(options)).await)?;
        }
        for container in &now.containers {
            let Some(was) = known(&container.id) else { continue };
            self.rename(container, &was.name).await?;
            if was.running && !container.running {
                self.start(&container.id).await?;
            }
        }
        let network = project.network();
        if !before.all_networks.contains(&network) && now.networks.contains(&network) {
            gone_is_fine(self.api.remove_network(&network).await)?;
        }
        Ok(())
    }
}

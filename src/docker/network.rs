//! The stack's network: one for its name, whatever happened before.
//!
//! Engines before 25 make a second network of a name if they are asked for both at the same time, as by two
//! launches, or by one that was killed and the next. From then on they refuse the name as ambiguous. So networks
//! are removed by their ids, and whoever makes one looks whether it is the only one.

use super::apply::gone_is_fine;
use super::{Engine, Error, Project, create};
use std::time::Duration;
use tokio::time::sleep;

/// For how long a request of somebody else's may still be under way, with an engine that lets both through.
const SETTLES: [Duration; 3] = [Duration::from_millis(100); 3];

/// The first version of the API whose engines make no second network of a name.
const UNIQUE_SINCE: (usize, usize) = (1, 44);

impl Engine {
    /// Makes the stack's network. If others were made meanwhile, all but one go.
    pub(super) async fn make_network(&self, project: &Project<'_>) -> Result<(), Error> {
        let (api, network) = (self.api.clone(), create::network(project));
        let made = self.whole(async move { api.create_network(network).await }).await;
        let failed = |error| Error::from(error).doing("cannot create the network");
        made.map_err(failed)?;
        let version = self.api.client_version();
        if (version.major_version, version.minor_version) >= UNIQUE_SINCE {
            return Ok(());
        }
        for pause in SETTLES {
            sleep(pause).await;
            let seen = self.look(&project.home()).await?;
            for id in seen.second_networks.values().flatten() {
                self.remove_network(id).await?;
            }
        }
        Ok(())
    }

    /// Removes a network by its id. One that is gone already is as good.
    pub(super) async fn remove_network(&self, id: &str) -> Result<(), Error> {
        let (api, id) = (self.api.clone(), id.to_owned());
        gone_is_fine(self.whole(async move { api.remove_network(&id).await }).await)
    }
}

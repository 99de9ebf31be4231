//! Waiting until an engine has done what somebody asked for who does not live any more.

use super::{Engine, Error, Home, Seen};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How often it is looked.
const PAUSE: Duration = Duration::from_millis(200);
/// For how long nothing may have changed.
const STILL: Duration = Duration::from_millis(1200);
/// After this, it is taken as it is.
const PATIENCE: Duration = Duration::from_secs(15);

impl Engine {
    /// What there is of a project, as soon as nothing of it changes any more.
    ///
    /// # Errors
    /// When the engine does not say.
    pub async fn look_when_quiet(&self, home: &Home) -> Result<Seen, Error> {
        let began = Instant::now();
        let (mut seen, mut since) = (self.look(home).await?, began);
        while since.elapsed() < STILL && began.elapsed() < PATIENCE {
            sleep(PAUSE).await;
            let now = self.look(home).await?;
            if !same(&now, &seen) {
                since = Instant::now();
            }
            seen = now;
        }
        Ok(seen)
    }
}

/// Whether the same things are there, under the same names, and the same containers run.
fn same(a: &Seen, b: &Seen) -> bool {
    let containers = |seen: &Seen| -> Vec<(String, String, bool)> {
        let all = seen.containers.iter();
        all.map(|one| (one.id.clone(), one.name.clone(), one.running)).collect()
    };
    containers(a) == containers(b)
        && a.networks == b.networks
        && a.second_networks == b.second_networks
        && a.volumes == b.volumes
}

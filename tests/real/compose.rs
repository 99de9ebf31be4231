//! The compose file, as Compose sees it.

use std::path::Path;

use serde_json::Value;

use crate::Checked;
use crate::mounts;
use crate::placed::{Placed, accepted};
use crate::support::tools::Tool;

/// The compose file's name.
pub(crate) const FILE: &str = "docker-compose.monitoring.yml";

/// The arguments of a Compose command on the rendered file.
pub(crate) fn args<const N: usize>(command: [&str; N]) -> Vec<&str> {
    ["-f", FILE].into_iter().chain(command).collect()
}

/// `docker-compose config -q`, which has to be silent: what it warns of (a variable that is not set,
/// an obsolete key) is a mistake here. And what is mounted from the stack's own folder is there.
pub(crate) fn config(placed: &Placed, docker_compose: &Tool) -> Checked {
    let checked = docker_compose.run_in(&placed.root(), args(["config", "-q"]));
    accepted(&checked)?;
    if !checked.stderr.is_empty() || !checked.stdout.is_empty() {
        return Err(format!("expected no warning\n{checked}"));
    }
    for (name, service) in services(&placed.model) {
        let mounts = mounts::of_service(&placed.model, service);
        let inside = |path: &Path| path.starts_with(placed.root());
        if let Some(mount) =
            mounts.iter().find(|mount| inside(&mount.source) && !mount.source.exists())
        {
            let what = mount.source.strip_prefix(placed.root()).unwrap_or(&mount.source);
            return Err(format!("{name} mounts {}, which was not rendered", what.display()));
        }
    }
    Ok(())
}

/// Every service of a model with its name.
pub(crate) fn services(model: &Value) -> impl Iterator<Item = (&String, &Value)> {
    model["services"].as_object().into_iter().flatten()
}

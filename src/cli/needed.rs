//! What must be there on the host before anything is started.

use super::failure::Failure;
use crate::docker::{Engine, Project, Seen};

/// The networks of others must be there.
pub(super) fn networks(project: &Project<'_>, before: &Seen) -> Result<(), Failure> {
    let join = project.stack.join.iter().map(|name| name.value.as_str());
    let missing: Vec<_> = join.filter(|name| !before.all_networks.contains(*name)).collect();
    let failures = missing.iter().map(|name| {
        Failure::failed(format!("there is no network {name}, which [networks] join names"))
    });
    let (Some(failure), Some(first)) = (failures.reduce(Failure::and), missing.first()) else {
        return Ok(());
    };
    Err(failure
        .help("start your application first: its Compose project makes the network")
        .help(format!("or make it yourself: docker network create {first}"))
        .note("nothing was started"))
}

/// Who reads the engine's data folder must look into the right one.
pub(super) async fn data_folder(engine: &Engine, project: &Project<'_>) -> Result<(), Failure> {
    let known = &project.stack.host.docker_root;
    let Some(reader) = project.stack.readers(known.as_str()).next() else { return Ok(()) };
    let reader = &reader.name;
    let folder = engine.data_folder().await?;
    if folder.is_empty() || folder == known.as_str() {
        return Ok(());
    }
    let message = format!("Docker keeps its data in {folder}, but {reader} would read {known}");
    Err(Failure::failed(message)
        .help(format!("write in the spec: [host] docker_root = \"{folder}\""))
        .note("nothing was started"))
}

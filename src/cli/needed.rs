//! What must be there on the host before anything is started.

use super::engine::engine_error;
use super::exit::Exit;
use crate::docker::{Engine, Project, Seen};
use crate::ui::Screen;

/// The networks of others must be there.
pub(super) fn networks(project: &Project<'_>, before: &Seen, screen: &Screen) -> Result<(), Exit> {
    let join = project.stack.join.iter().map(|name| name.value.as_str());
    let missing: Vec<_> = join.filter(|name| !before.all_networks.contains(*name)).collect();
    for name in &missing {
        screen.failed(&format!("there is no network {name}, which [networks] join names"));
    }
    if let Some(first) = missing.first() {
        screen.hint("start your application first: its Compose project makes the network");
        screen.hint(&format!("or make it yourself: docker network create {first}"));
        screen.note("nothing was started");
        return Err(Exit::Failed);
    }
    Ok(())
}

/// Who reads the engine's data folder must look into the right one.
pub(super) async fn data_folder(
    engine: &Engine,
    project: &Project<'_>,
    screen: &Screen,
) -> Result<(), Exit> {
    let known = &project.stack.host.docker_root;
    let Some(reader) = project.stack.readers(known.as_str()).next() else { return Ok(()) };
    let reader = &reader.name;
    let folder = engine.data_folder().await.map_err(|error| engine_error(&error, screen))?;
    if folder.is_empty() || folder == known.as_str() {
        return Ok(());
    }
    screen.failed(&format!("Docker keeps its data in {folder}, but {reader} would read {known}"));
    screen.hint(&format!("write in the spec: [host] docker_root = \"{folder}\""));
    screen.note("nothing was started");
    Err(Exit::Failed)
}

//! Which secret files the containers hold, as only the Docker engine can tell.

use crate::docker::{Engine, Project};
use crate::verify::secrets::Held;
use std::time::Duration;

/// How long the engine may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks the engine.
pub(super) fn ask(project: &Project<'_>) -> Held {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let ask = async {
        let engine = Engine::connect().await?;
        let seen = engine.look(&project.home()).await?;
        engine.secrets_held(project.stack, &project.spec_folder, &seen).await
    };
    // A timeout needs the runtime that it is made in.
    let asked = runtime.block_on(async { tokio::time::timeout(PATIENCE, ask).await });
    match asked {
        Ok(held) => held.map_err(|error| error.to_string()),
        Err(_) => Err("it did not answer within 10 seconds".to_owned()),
    }
}

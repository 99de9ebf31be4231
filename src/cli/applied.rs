//! Secrets that programs keep in their data: put in force from their files, once for each container.
//!
//! `.stackgen/applied.json` remembers which secret files a container has taken over. What is not there is
//! done again: it changes nothing then.

use super::engine::{Interrupted, Interrupts};
use super::failure::Failure;
use super::remembered;
use crate::docker::{Engine, Plan, Project, SecretsNow, Step};
use crate::stack::Service;
use crate::ui::Screen;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

const FILE: &str = "applied.json";

/// A stack that was just launched.
pub(super) struct Launched<'a> {
    pub(super) engine: &'a Engine,
    pub(super) project: &'a Project<'a>,
    pub(super) plan: &'a Plan,
    /// The output folder.
    pub(super) dir: &'a Path,
    /// How long a service may take until it works.
    pub(super) patience: Duration,
}

/// Has every service that keeps its secrets in its data take over those that are there now, unless it has
/// already. Returns the services that do not accept them.
///
/// # Errors
/// When the engine does not say what it has, or the user interrupts it.
pub(super) async fn put_in_force(
    launched: &Launched<'_>,
    interrupts: &mut Interrupts,
    screen: &Screen,
) -> Result<Vec<String>, Failure> {
    let Launched { engine, project, plan, dir, patience } = launched;
    let keeps = |service: &&&Service| !service.apply_secrets.is_empty();
    let services: Vec<&Service> = project.stack.services.iter().collect();
    let services: Vec<&&Service> = services.iter().filter(keeps).collect();
    if services.is_empty() {
        return Ok(vec![]);
    }
    let seen = engine.look(&project.home()).await?;
    let now = SecretsNow::of(project.stack, &project.spec_folder);
    let before = remembered::read(dir, FILE);
    let mut applied = BTreeMap::new();
    let mut refused = Vec::new();
    for service in services {
        let name = service.name.as_str();
        let container = seen.of(name).find(|one| one.running);
        let (Some(container), Some(identity)) = (container, now.identity(name)) else { continue };
        // What Compose made is left as it is: its data may have a password that somebody chose there.
        if container.secrets.is_none() {
            continue;
        }
        // A file that changed while the stack was launched is the next run's.
        let known = before.get(&container.id).is_some_and(|known| known == identity);
        if !known && !is_fresh(service, project, plan) {
            let doing = engine.apply_secrets(service, &container.id, *patience);
            match interrupts.unless(doing).await {
                Ok(Ok(())) => {
                    screen.note(&format!("  {name} uses its secret files as they are now"));
                }
                Ok(Err(error)) => {
                    let files = service.secrets.iter().map(|file| file.path.as_str());
                    let files: Vec<&str> = files.collect();
                    // Nothing depends on it: the rest of the stack goes on.
                    Failure::from(error)
                        .note(format!("{name} runs with the secret that it had before"))
                        .help(format!("check {}, and run: stackgen up", files.join(", ")))
                        .show(screen);
                    refused.push(name.to_owned());
                    continue;
                }
                Err(Interrupted) => {
                    return Err(Failure::interrupted(format!(
                        "interrupted; the stack runs, and the next `stackgen up` has {name} use its secret files"
                    )));
                }
            }
        }
        applied.insert(container.id.clone(), identity.to_owned());
    }
    if let Err(error) = remembered::write(dir, FILE, &applied) {
        screen.note(&format!(
            "cannot remember which secrets are in force, so the next run applies them again: {error}"
        ));
    }
    Ok(refused)
}

/// Whether all of a service's data is new: then it has read its secrets just now.
fn is_fresh(service: &Service, project: &Project<'_>, plan: &Plan) -> bool {
    service.volumes.iter().all(|volume| {
        let volume = project.volume(volume.name.as_str());
        plan.steps.iter().any(|step| matches!(step, Step::Volume { name, .. } if *name == volume))
    })
}

//! promtool out of the Prometheus image, for machines that have Docker and no Prometheus.

use super::engine;
use super::exit::Exit;
use super::promtool::{Said, too_long};
use crate::docker::{Engine, Error, Once};
use crate::stack::{Role, Service, Stack};
use crate::ui::Screen;
use std::path::Path;
use std::time::Duration;

/// Runs the tests in a container that sees the folder and nothing else. Nothing is pulled.
pub(super) fn run(
    stack: &Stack,
    folder: &Path,
    tests: &[String],
    longest: Duration,
    screen: &Screen,
) -> Result<Said, Exit> {
    let Some(service) = stack.with_role(Role::Metrics).next() else {
        return Err(lacking(None, "", screen));
    };
    let mut said = None;
    let exit = engine::run(screen, async |interrupts| {
        let engine = found(service, screen).await?;
        let once = once(service, stack, folder, tests)?;
        let name = once.name.clone();
        screen.note(&format!("promtool is not on PATH: it runs in {}", service.image));
        let run = tokio::time::timeout(longest, engine.run_once(once));
        let ran = interrupts.unless(run).await;
        let gone = engine.discard(&name).await;
        let ran = ran.map_err(|_| Exit::Interrupted)?;
        let ran = ran.map_err(|_| too_long(longest, screen))?;
        let ran = ran.and_then(|ran| gone.map(|()| ran));
        let ran = ran.map_err(|error| engine::engine_error(&error, screen))?;
        said = Some(Said {
            promtool: service.image.to_string(),
            passed: ran.code == 0,
            stdout: ran.said,
            stderr: String::new(),
        });
        Ok(Exit::Done)
    });
    said.ok_or(exit)
}

/// An engine that has the image and sees this machine's files.
async fn found(service: &Service, screen: &Screen) -> Result<Engine, Exit> {
    let refused = |why: &str| lacking(Some(service), why, screen);
    let failed = |error: Error| refused(&error.message);
    let engine = Engine::connect().await.map_err(failed)?;
    if !engine.is_local() {
        let why =
            format!("the Docker engine at {} does not see this machine's files", engine.address());
        return Err(refused(&why));
    }
    match engine.image(&service.image.to_string()).await.map_err(failed)? {
        Some(_) => Ok(engine),
        None => Err(refused(&format!("Docker does not have the image {}", service.image))),
    }
}

fn once(service: &Service, stack: &Stack, folder: &Path, tests: &[String]) -> Result<Once, Exit> {
    let folder = std::path::absolute(folder).map_err(|_| Exit::Failed)?;
    readable(&folder).map_err(|_| Exit::Failed)?;
    // The folder's name was made up, and nothing else has it.
    let unique = folder.file_name().unwrap_or_default().to_string_lossy();
    let command = ["promtool", "test", "rules"].map(str::to_owned).into_iter();
    Ok(Once {
        name: format!("stackgen-test-{}", unique.trim_start_matches('.')),
        image: service.image.to_string(),
        user: service.user.clone(),
        command: command.chain(tests.iter().cloned()).collect(),
        selinux: stack.host.selinux,
        folder,
    })
}

/// Lets the container's user read what is in a folder. There are no secrets in it.
fn readable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = path.is_dir();
    let mode = if folder { 0o755 } else { 0o644 };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    if folder {
        for entry in std::fs::read_dir(path)? {
            readable(&entry?.path())?;
        }
    }
    Ok(())
}

/// Says both ways to have promtool.
fn lacking(service: Option<&Service>, why: &str, screen: &Screen) -> Exit {
    screen.failed("promtool is not on PATH");
    if !why.is_empty() {
        screen.note(&format!("it could run in a container, but {why}"));
    }
    screen.hint("install Prometheus, or name its promtool: --promtool PATH, or STACKGEN_PROMTOOL");
    if let Some(service) = service {
        screen.hint(&format!(
            "or let stackgen run the one in the image: `docker pull {}`, then `stackgen test` again",
            service.image
        ));
    }
    Exit::Failed
}

//! promtool out of the Prometheus image, for machines that have Docker and no Prometheus.

use super::engine;
use super::failure::Failure;
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
) -> Result<Said, Failure> {
    let service = stack.with_role(Role::Metrics).next().ok_or_else(|| lacking(None))?;
    engine::run(async |interrupts| {
        let engine = found(service).await?;
        let once = once(service, stack, folder, tests)?;
        let name = once.name.clone();
        screen.note(&format!("promtool is not on PATH: it runs in {}", service.image));
        let run = tokio::time::timeout(longest, engine.run_once(once));
        let ran = interrupts.unless(run).await;
        let gone = engine.discard(&name).await;
        let ran = ran?.map_err(|_| too_long(longest))?;
        let ran = ran.and_then(|ran| gone.map(|()| ran))?;
        Ok(Said {
            promtool: service.image.to_string(),
            passed: ran.code == 0,
            stdout: ran.said,
            stderr: String::new(),
        })
    })
}

/// An engine that has the image and sees this machine's files.
async fn found(service: &Service) -> Result<Engine, Failure> {
    let refused = |why: &str| lacking(Some((service, why)));
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

fn once(
    service: &Service,
    stack: &Stack,
    folder: &Path,
    tests: &[String],
) -> Result<Once, Failure> {
    let failed = |error| Failure::failed(format!("{}: {error}", folder.display()));
    let folder = std::path::absolute(folder).map_err(failed)?;
    readable(&folder).map_err(failed)?;
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

/// Both ways to have promtool, and why the second is none if the stack has its image.
fn lacking(in_image: Option<(&Service, &str)>) -> Failure {
    let failure = Failure::failed("promtool is not on PATH");
    let here = "install Prometheus, or name its promtool: --promtool PATH, or STACKGEN_PROMTOOL";
    match in_image {
        None => failure.help(here),
        Some((service, why)) => {
            failure.note(format!("it could run in a container, but {why}")).help(here).help(format!(
                "or let stackgen run the one in the image: `docker pull {}`, then `stackgen test` again",
                service.image
            ))
        }
    }
}

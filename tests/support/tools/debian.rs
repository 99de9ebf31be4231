//! Takes a package from Debian's unstable suite without touching the system.
//!
//! The suite is unstable because the stable ones hold Prometheus 2; its Go programs need no more
//! than libc 2.34 and run on stable as they are.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;
use std::{env, fs, io};

use super::apt::Apt;
use super::mirror::{self, Mirror};
use crate::support::process;

/// Names a mirror to use where the machine's own sources name none: `http://deb.debian.org/debian`.
const MIRROR_VARIABLE: &str = "STACKGEN_TEST_DEBIAN_MIRROR";

/// Long enough for 20 MB on a slow line.
const DEADLINE: Duration = Duration::from_secs(15 * 60);

/// Unpacks a package into `staging/root` and gives its version. With `renew`, asks the archive
/// first what it has now.
///
/// # Errors
///
/// This is no Debian, the archive cannot be reached, or it has no such package.
pub(crate) fn fetch(
    store: &Path,
    package: &str,
    staging: &Path,
    renew: bool,
) -> Result<String, String> {
    let apt = Apt::prepare(&store.join("apt"), &mirror()?)?;
    if renew || !apt.knows_the_archive() {
        update(&apt)?;
    }
    create(staging)?;
    apt.download(package, staging)?;
    let archive = only_archive(staging)?;
    let root = staging.join("root");
    create(&root)?;
    run(Command::new("dpkg").arg("--extract").arg(&archive).arg(&root))?;
    let version = run(Command::new("dpkg").args(["--field"]).arg(&archive).arg("Version"))?;
    fs::remove_file(&archive).map_err(|error| format!("{}: {error}", archive.display()))?;
    Ok(version.trim().to_owned())
}

fn mirror() -> Result<Mirror, String> {
    if let Some(address) = env::var(MIRROR_VARIABLE).ok().filter(|address| !address.is_empty()) {
        return Ok(Mirror::named(&address));
    }
    mirror::of_this_machine(Path::new("/etc/apt")).ok_or_else(|| {
        format!(
            "/etc/apt names no Debian archive to fetch it from (with the debian-archive-keyring \
             package, {MIRROR_VARIABLE}=http://deb.debian.org/debian names one)"
        )
    })
}

fn only_archive(folder: &Path) -> Result<PathBuf, String> {
    fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .ok_or_else(|| "apt-get download left no package".to_owned())
}

fn create(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Asks the archive what it has, at most once in a process: no answer will not become one a
/// moment later, and every program would wait for it anew.
fn update(apt: &Apt) -> Result<(), String> {
    static ASKED: OnceLock<Result<(), String>> = OnceLock::new();
    ASKED.get_or_init(|| apt.update()).clone()
}

/// Runs a program that has to succeed and gives its standard output.
pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let finished = process::run_within(command.env("LC_ALL", "C"), b"", DEADLINE).map_err(
        |error| match error.kind() {
            io::ErrorKind::NotFound => format!("there is no {program} on this machine"),
            _ => format!("{program} cannot be run: {error}"),
        },
    )?;
    if finished.succeeded() {
        Ok(finished.stdout)
    } else {
        // The first line is the cause, what follows comes of it.
        let first = finished.stderr.lines().next().unwrap_or("nothing");
        Err(format!("`{}` says: {first}", finished.command))
    }
}

//! Takes a package from Debian's unstable suite without touching the system.
//!
//! The suite is unstable because the stable ones hold Prometheus 2; its Go programs need no more
//! than libc 2.34 and run on stable as they are.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use super::apt::Apt;
use super::mirror::{self, Mirror};
use crate::support::process;

/// Names a mirror to use where the machine's own sources name none: `http://deb.debian.org/debian`.
const MIRROR_VARIABLE: &str = "STACKGEN_TEST_DEBIAN_MIRROR";

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
        apt.update()?;
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

/// Runs a program that has to succeed and gives its standard output.
pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let finished = process::run(command.env("LC_ALL", "C"), b"")
        .map_err(|error| format!("{program} cannot be run ({error})"))?;
    if finished.succeeded() { Ok(finished.stdout) } else { Err(format!("of this:\n{finished}")) }
}

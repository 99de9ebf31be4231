//! Takes packages from Debian without touching the system.
//!
//! Single programs come from the unstable suite, because the stable ones hold Prometheus 2; its Go programs need no more
//! than libc 2.34 and run on stable as they are.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;
use std::{env, fs, io};

use super::apt::Apt;
use super::mirror::{self, Mirror, Suite};
use super::set::Set;
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
    let apt = apt(store, Suite::Unstable, renew)?;
    unpack(&apt, &[package.to_owned()], staging)
}

/// Unpacks all packages of a set into `staging/root` and gives their versions.
///
/// # Errors
///
/// As [`fetch`].
pub(crate) fn fetch_set(
    store: &Path,
    set: &Set,
    staging: &Path,
    renew: bool,
) -> Result<String, String> {
    let apt = apt(store, set.suite, renew)?;
    let mut packages: Vec<String> = set.packages.iter().map(ToString::to_string).collect();
    if !set.with.is_empty() {
        let all = apt.with_dependencies(set.packages)?;
        packages.extend(all.into_iter().filter(|package| set.wants(package)));
    }
    packages.sort();
    packages.dedup();
    unpack(&apt, &packages, staging)
}

/// An apt that knows what a suite has. Each suite has a state of its own.
fn apt(store: &Path, suite: Suite, renew: bool) -> Result<Apt, String> {
    let folder = match suite {
        Suite::Unstable => "apt".to_owned(),
        Suite::Bookworm => "apt-bookworm".to_owned(),
    };
    let apt = Apt::prepare(&store.join(folder), &mirror()?, suite)?;
    if renew || !apt.knows_the_archive() {
        update(&apt, suite)?;
    }
    Ok(apt)
}

fn unpack(apt: &Apt, packages: &[String], staging: &Path) -> Result<String, String> {
    create(staging)?;
    apt.download(packages, staging)?;
    let root = staging.join("root");
    create(&root)?;
    let mut versions = Vec::new();
    for archive in archives(staging)? {
        run(Command::new("dpkg").arg("--extract").arg(&archive).arg(&root))?;
        let version = run(Command::new("dpkg").args(["--field"]).arg(&archive).arg("Version"))?;
        versions.push(version.trim().to_owned());
        fs::remove_file(&archive).map_err(|error| format!("{}: {error}", archive.display()))?;
    }
    Ok(versions.join(" "))
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

fn archives(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut archives: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .collect();
    archives.sort();
    if archives.is_empty() {
        return Err("apt-get download left no package".to_owned());
    }
    Ok(archives)
}

fn create(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Asks the archive what a suite has, at most once in a process: no answer will not become one a
/// moment later, and every program would wait for it anew.
fn update(apt: &Apt, suite: Suite) -> Result<(), String> {
    static UNSTABLE: OnceLock<Result<(), String>> = OnceLock::new();
    static BOOKWORM: OnceLock<Result<(), String>> = OnceLock::new();
    let asked = match suite {
        Suite::Unstable => &UNSTABLE,
        Suite::Bookworm => &BOOKWORM,
    };
    asked.get_or_init(|| apt.update()).clone()
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

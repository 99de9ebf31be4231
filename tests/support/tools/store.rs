//! `target/tools/`: unpacked packages, kept between runs.
//!
//! ```text
//! target/tools/lock                        held while something is fetched
//! target/tools/apt/                        apt-get's own state, apart from the system's
//! target/tools/staging-<process>/          what is being unpacked
//! target/tools/packages/<package>/stamp    package and version: the package is whole
//! target/tools/packages/<package>/root/    its files
//! target/tools/sets/<set>/                 the same, of several packages in one tree
//! ```
//!
//! A package appears by one rename, its stamp inside, so a process that is killed at any point
//! leaves either the whole package or none. Whoever holds the lock is the only one who fetches, so
//! any staging folder found then belongs to a process that died, and is removed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::{io, process};

use super::program::Program;
use super::set::Set;
use super::{Tool, debian};
use crate::support::target::target_dir;

/// A program of the store, fetched first where it is missing or `usable` refuses it.
///
/// # Errors
///
/// Why it could not be fetched, or why what was fetched cannot be used.
pub(crate) fn provide(
    program: &'static Program,
    usable: impl Fn(&Path) -> Result<Tool, String>,
) -> Result<Tool, String> {
    provide_in(&target_dir().join("tools"), program, usable, debian::fetch)
}

/// Unpacks a package into a folder; told whether what is known of the archive has to be renewed
/// first. Gives the package's version.
type Fetch = fn(store: &Path, package: &str, staging: &Path, renew: bool) -> Result<String, String>;

pub(crate) fn provide_in(
    store: &Path,
    program: &'static Program,
    usable: impl Fn(&Path) -> Result<Tool, String>,
    fetch: Fetch,
) -> Result<Tool, String> {
    let package = store.join("packages").join(program.package);
    let at_hand = || {
        let stamp = package.join("stamp");
        stamp.is_file().then(|| usable(&package.join("root").join(program.file)))
    };
    if let Some(Ok(tool)) = at_hand() {
        return Ok(tool);
    }
    let _lock = lock(store).map_err(|error| format!("{}: {error}", store.display()))?;
    // Another process may have fetched it while this one waited for the lock.
    if let Some(Ok(tool)) = at_hand() {
        return Ok(tool);
    }
    remove_staging(store);

    // What is known of the archive may be months old: then its files may be gone, or too old.
    let known = fetch_into(store, program, &package, fetch, false);
    if known.is_ok()
        && let Some(Ok(tool)) = at_hand()
    {
        return Ok(tool);
    }
    fetch_into(store, program, &package, fetch, true)?;
    at_hand().unwrap_or_else(|| Err(format!("{} has no {}", program.package, program.file)))
}

/// The tree of a set's files, fetched first where it is missing or was another set's.
///
/// # Errors
///
/// Why it could not be fetched.
pub(crate) fn provide_set(set: &Set) -> Result<PathBuf, String> {
    let store = target_dir().join("tools");
    let folder = store.join("sets").join(set.name);
    // What the set is made of comes first, its versions follow.
    let of = format!("{set}: ");
    let at_hand = || {
        let stamp = fs::read_to_string(folder.join("stamp")).unwrap_or_default();
        stamp.starts_with(&of).then(|| folder.join("root"))
    };
    if let Some(root) = at_hand() {
        return Ok(root);
    }
    let _lock = lock(&store).map_err(|error| format!("{}: {error}", store.display()))?;
    if let Some(root) = at_hand() {
        return Ok(root);
    }
    remove_staging(&store);
    let fetch = |renew: bool| {
        place(&store, &folder, |staging| {
            Ok(format!("{of}{}\n", debian::fetch_set(&store, set, staging, renew)?))
        })
    };
    // What is known of the archive may be months old: then its files may be gone.
    fetch(false).or_else(|_| fetch(true))?;
    at_hand().ok_or_else(|| format!("{} is not what was fetched", folder.display()))
}

fn fetch_into(
    store: &Path,
    program: &Program,
    package: &Path,
    fetch: Fetch,
    renew: bool,
) -> Result<(), String> {
    place(store, package, |staging| {
        let version = fetch(store, program.package, staging, renew)?;
        Ok(format!("{} {version}\n", program.package))
    })
}

/// Lets `fill` write a folder, and puts it, with the stamp that `fill` gives, where another may be.
fn place(
    store: &Path,
    folder: &Path,
    fill: impl FnOnce(&Path) -> Result<String, String>,
) -> Result<(), String> {
    let staging = staging(store);
    let result = (|| {
        let stamp = fill(&staging.join("new"))?;
        let rename = || -> io::Result<()> {
            fs::write(staging.join("new/stamp"), stamp)?;
            if let Some(parent) = folder.parent() {
                fs::create_dir_all(parent)?;
            }
            match fs::rename(folder, staging.join("old")) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            fs::rename(staging.join("new"), folder)
        };
        rename().map_err(|error| format!("{}: {error}", folder.display()))
    })();
    let _ = fs::remove_dir_all(&staging);
    result
}

/// Waits for the store's lock, which ends with its process however that ends.
pub(crate) fn lock(store: &Path) -> io::Result<File> {
    fs::create_dir_all(store)?;
    let file = File::options().create(true).write(true).truncate(false).open(store.join("lock"))?;
    file.lock()?;
    Ok(file)
}

pub(crate) fn staging(store: &Path) -> PathBuf {
    store.join(format!("staging-{}", process::id()))
}

/// Removes what processes that were killed left behind; only for whoever holds the lock.
fn remove_staging(store: &Path) {
    for entry in fs::read_dir(store).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with("staging-") {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

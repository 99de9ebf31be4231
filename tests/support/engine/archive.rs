//! Images of registries, pulled once and kept as archives.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::Engine;
use crate::support::process;
use crate::support::target::target_dir;
use crate::support::tools::{set, store};

/// The largest image has some hundred megabytes.
const PATIENCE: Duration = Duration::from_secs(900);

/// Where they are kept: `target/tools/images/`.
pub(crate) fn folder() -> PathBuf {
    target_dir().join("tools/images")
}

/// The archives of images, in the same order. What is not there is pulled, as the user who runs the tests:
/// the tests' engines have no way to a registry. `settings` are further arguments of `skopeo copy`.
///
/// # Errors
///
/// Why one cannot be pulled.
pub(crate) fn of(
    images: &[String],
    folder: &Path,
    settings: &[&str],
) -> Result<Vec<PathBuf>, String> {
    let place = |image: &String| folder.join(format!("{}.tar", image.replace(['/', ':'], "_")));
    let _lock = store::lock(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for image in images {
        let archive = place(image);
        if !archive.is_file() {
            pull(image, &archive, settings)?;
        }
    }
    Ok(images.iter().map(place).collect())
}

/// The archive appears by one rename: whole, or not at all.
fn pull(image: &str, archive: &Path, settings: &[&str]) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", archive.display());
    let root = set::SKOPEO.root()?;
    let new = archive.with_extension("new");
    // It adds to an archive that is there.
    let _ = fs::remove_file(&new);
    let mut command = Command::new(root.join("usr/bin/skopeo"));
    let libraries = std::env::join_paths(libraries(&root).map_err(failed)?);
    command.env("LD_LIBRARY_PATH", libraries.map_err(|error| error.to_string())?);
    command.args(["--insecure-policy", "copy", "--quiet"]).args(settings);
    command.arg(format!("docker://{image}"));
    command.arg(format!("docker-archive:{}:{image}", new.display()));
    done(&mut command)?;
    fs::rename(&new, archive).map_err(failed)
}

/// The folders of unpacked libraries: each is named after the machine's kind.
fn libraries(root: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for parent in [root.join("usr/lib"), root.join("lib")] {
        if parent.is_dir() {
            for entry in fs::read_dir(parent)? {
                folders.push(entry?.path());
            }
        }
    }
    Ok(folders)
}

/// Gives an engine what an archive has.
///
/// # Errors
///
/// The engine does not take it.
pub(crate) fn load(archive: &Path, engine: &Engine) -> Result<(), String> {
    done(engine.client().args(["load", "--quiet", "--input"]).arg(archive))
}

fn done(command: &mut Command) -> Result<(), String> {
    let ran = process::run_within(command, b"", PATIENCE).map_err(|error| error.to_string())?;
    if ran.succeeded() { Ok(()) } else { Err(ran.to_string()) }
}

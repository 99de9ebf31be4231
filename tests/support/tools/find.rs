//! Looks for a program: its variable, `PATH`, Debian.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, io};

use super::program::Program;
use super::{Tool, Version, store};
use crate::support::process;

/// Finds a program that is new enough, or says why there is none.
///
/// # Panics
///
/// If the program's variable names one that cannot be used: somebody asked for just that file, and
/// quietly testing with another one would mislead.
pub(crate) fn find(program: &'static Program) -> Result<Tool, String> {
    if let Some(path) = env::var_os(program.variable).filter(|path| !path.is_empty()) {
        let path = PathBuf::from(path);
        return match usable(program, &path) {
            Ok(tool) => Ok(tool),
            Err(why) => panic!("{}={}: {why}", program.variable, path.display()),
        };
    }
    let mut reasons = Vec::new();
    for place in places(program) {
        match usable(program, &place) {
            Ok(tool) => return Ok(tool),
            Err(why) => reasons.push(format!("{}: {why}", place.display())),
        }
    }
    match store::provide(program, |path| usable(program, path)) {
        Ok(tool) => Ok(tool),
        Err(why) => {
            reasons.push(why);
            Err(reasons.join("; "))
        }
    }
}

/// The files on this machine that may be the program.
fn places(program: &Program) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    // Joining an absolute path to a folder gives that path itself.
    let mut places: Vec<PathBuf> = Vec::new();
    for name in program.places {
        for folder in &folders {
            let place = folder.join(name).with_extension(env::consts::EXE_EXTENSION);
            if place.is_file() && !places.contains(&place) {
                places.push(place);
            }
        }
    }
    places
}

/// Asks a file for its version.
pub(crate) fn usable(program: &'static Program, path: &Path) -> Result<Tool, String> {
    let version = version(program, path)?;
    if version < program.minimum {
        return Err(format!("version {version} is older than {}", program.minimum));
    }
    Ok(Tool { name: program.name, path: path.to_owned(), version })
}

fn version(program: &Program, path: &Path) -> Result<Version, String> {
    let finished = process::run(Command::new(path).args(program.version_args), b"").map_err(
        |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => "there is no such program".to_owned(),
            _ => format!("it does not start: {error}"),
        },
    )?;
    // Some print their version to one stream, some to the other, and not all exit with 0.
    Version::first_in(&finished.stdout)
        .or_else(|| Version::first_in(&finished.stderr))
        .ok_or_else(|| format!("it does not tell its version:\n{finished}"))
}

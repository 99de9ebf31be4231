//! An output folder that is not there yet: made whole beside its place, then renamed to it.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, InvalidFilename, NotADirectory};
use std::path::{Path, PathBuf};

use super::disk::{make_folder, make_folders, remove_all, rename, write_new};
use super::lock::Lock;
use super::made::Made;
use super::node::{is_folder, look};
use super::rel_path::RESERVED;
use super::{Error, Plan, RelPath, manifest, mode};

/// How often the folder is made anew because another run has removed or renamed it meanwhile.
const ATTEMPTS: usize = 5;

/// Carries out a plan whose output folder is not there, so that the folder appears with all that is
/// in it, or not at all. `false` if nothing was done because the folder has to be filled where it
/// is: it is there after all, or it cannot be made beside its place.
pub(super) fn create(plan: &Plan<'_>) -> Result<bool, Error> {
    let Some(beside) = beside(&plan.dir) else { return Ok(false) };
    let mut made = Made::default();
    let created = match claim(&plan.dir, &beside, &mut made) {
        Ok(Some(lock)) => fill_and_rename(plan, &beside, &lock),
        Ok(None) => Ok(false),
        Err(error) => Err(error),
    };
    // A run that is busy with it may be about to write to the folders that this one has just made.
    if !matches!(created, Ok(true) | Err(Error::Busy { .. })) {
        made.undo();
    }
    created
}

/// Removes what a killed run has left beside an output folder that is there.
pub(super) fn clear(dir: &Path) {
    let Some(beside) = beside(dir) else { return };
    if is_folder(&beside)
        && let Ok(Some(_lock)) = Lock::take(&beside)
    {
        // The next run that writes tries again.
        let _left_over = remove_all(&beside);
    }
}

/// `.monitoring.stackgen` for `monitoring`, in the same folder.
fn beside(dir: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(".");
    name.push(dir.file_name()?);
    name.push(RESERVED);
    Some(dir.with_file_name(name))
}

/// Makes the folder beside the place and locks it; `None` if that is not possible here.
fn claim(dir: &Path, beside: &Path, made: &mut Made) -> Result<Option<Lock>, Error> {
    let parent = dir.parent().unwrap_or(Path::new(""));
    make_folders(dir, parent, &mut made.folders)
        .map_err(|source| Error::Stage { path: dir.into(), source })?;
    for _ in 0..ATTEMPTS {
        let is_new = match make_folder(beside) {
            Ok(()) => true,
            Err(error) if error.kind() == AlreadyExists && is_folder(beside) => false,
            Err(error) if matches!(error.kind(), AlreadyExists | InvalidFilename) => {
                return Ok(None);
            }
            Err(source) => return Err(Error::Stage { path: dir.into(), source }),
        };
        match Lock::take(beside) {
            Ok(Some(lock)) if is_new => return Ok(Some(lock)),
            // Of a killed run: its lock is free.
            Ok(Some(_lock)) => {
                remove_all(beside)
                    .map_err(|source| Error::Stage { path: beside.into(), source })?;
            }
            // Renamed or removed by another run.
            Ok(None) => {}
            Err(Error::Busy { .. }) => break,
            Err(error) => {
                if is_new {
                    // The next run removes it.
                    let _left_over = remove_all(beside);
                }
                return Err(error);
            }
        }
    }
    Err(Error::Busy { dir: dir.into() })
}

/// Writes all files, the manifest last, and renames the folder while it is locked.
fn fill_and_rename(plan: &Plan<'_>, beside: &Path, _locked: &Lock) -> Result<bool, Error> {
    let give_up = || {
        // The next run removes it.
        let _left_over = remove_all(beside);
    };
    // Another run may have been here between the plan and the lock.
    if !matches!(look(&plan.dir), Ok(None)) {
        give_up();
        return Ok(false);
    }
    if let Err((path, source)) = fill(plan, beside) {
        give_up();
        return match source.kind() {
            // Where it belongs, the path is shorter.
            InvalidFilename => Ok(false),
            _ => Err(Error::Stage { path: plan.dir.join(path), source }),
        };
    }
    let Err(source) = rename(beside, &plan.dir) else { return Ok(true) };
    give_up();
    match source.kind() {
        // Somebody made the folder, or something else, just now.
        AlreadyExists | DirectoryNotEmpty | NotADirectory => Ok(false),
        _ => Err(Error::Stage { path: plan.dir.clone(), source }),
    }
}

/// Fails with the path, in the output folder, of what could not be written.
fn fill(plan: &Plan<'_>, beside: &Path) -> Result<(), (PathBuf, io::Error)> {
    // Outer folders sort before the inner ones.
    let folders: BTreeSet<_> = plan.files.paths().flat_map(RelPath::folders).collect();
    for folder in folders.into_iter().chain([RESERVED]) {
        make_folder(&beside.join(folder)).map_err(|error| (folder.into(), error))?;
    }
    for (path, content) in plan.files.iter() {
        let written = write_new(&path.within(beside), content, mode::FILE);
        written.map_err(|error| (path.as_str().into(), error))?;
    }
    let path = Path::new(RESERVED).join(manifest::NAME);
    let written = write_new(&beside.join(&path), &plan.manifest().to_json(), mode::FILE);
    written.map_err(|error| (path, error))
}

//! An output folder that is not there yet: filled beside its place like any other, then renamed to it.

use std::ffi::OsString;
use std::io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, InvalidFilename, NotADirectory};
use std::path::{Path, PathBuf};

use super::disk::{make_folders, remove_all, rename};
use super::fill::fill;
use super::lock::Lock;
use super::made::Made;
use super::node::{is_folder, look};
use super::{Error, Force, Node, Plan, plan};
use crate::value::OWN_FOLDER;

/// Carries out a plan whose output folder is not there, so that the folder appears with all that is
/// in it, or not at all. `false` if nothing was done because the folder has to be filled where it
/// is: it is there after all, or it cannot be made beside its place.
pub(super) fn create(plan: &Plan<'_>) -> Result<bool, Error> {
    let Some(beside) = beside(&plan.dir) else { return Ok(false) };
    if look(&beside).is_ok_and(|found| found.is_some_and(|seen| seen.node != Node::Folder)) {
        return Ok(false);
    }
    let mut made = Made::default();
    let parent = plan.dir.parent().unwrap_or(Path::new(""));
    let created = make_folders(&plan.dir, parent, &mut made.folders)
        .map_err(|source| Error::Stage { path: plan.dir.clone(), source })
        .and_then(|()| fill_and_rename(plan, &beside));
    // A run that is busy with it may be about to write to the folders that this one has just made.
    if !matches!(created, Ok(true) | Err(Error::Busy { .. })) {
        made.undo();
    }
    created
}

/// Removes what a killed run has left beside an output folder that is there.
pub(super) fn clear(dir: &Path) {
    // The next run that writes tries again.
    let _left_over = beside(dir).map(|beside| remove_left_over(&beside));
}

/// `.monitoring.stackgen` for `monitoring`, in the same folder.
fn beside(dir: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(".");
    name.push(dir.file_name()?);
    name.push(OWN_FOLDER);
    Some(dir.with_file_name(name))
}

/// Removes the folder beside the place if no run is writing to it.
fn remove_left_over(beside: &Path) -> Result<(), Error> {
    if is_folder(beside)
        && let Some(_lock) = Lock::take(beside)?
    {
        remove_all(beside).map_err(|source| Error::Stage { path: beside.into(), source })?;
    }
    Ok(())
}

/// Fills the folder beside the place, and renames it while it is locked.
fn fill_and_rename(plan: &Plan<'_>, beside: &Path) -> Result<bool, Error> {
    let filled = remove_left_over(beside)
        .and_then(|()| self::plan(beside, plan.files, plan.origin))
        .and_then(|there| fill(&there, Force::No));
    let renamed = filled.and_then(|(_, _locked)| {
        rename(beside, &plan.dir).map_err(|source| Error::Stage { path: plan.dir.clone(), source })
    });
    let Err(error) = renamed else { return Ok(true) };
    let dir = plan.dir.clone();
    let (path, source) = match error {
        Error::Busy { .. } => return Err(Error::Busy { dir }),
        Error::Lock { source, .. } => return Err(Error::Lock { dir, source }),
        Error::Stage { path, source }
        | Error::Read { path, source }
        | Error::Replace { path, source, .. }
        | Error::Remove { path, source, .. } => (path, source),
        other => return Err(other),
    };
    // The next run removes it if this one cannot.
    let _left_over = remove_all(beside);
    match source.kind() {
        // Somebody made the folder, or something else, just now; or the path is too long here, and
        // shorter where it belongs.
        AlreadyExists | DirectoryNotEmpty | NotADirectory | InvalidFilename => Ok(false),
        _ => {
            let inside = path.strip_prefix(beside).unwrap_or(Path::new(""));
            let path = if inside == Path::new("") { dir } else { dir.join(inside) };
            Err(Error::Stage { path, source })
        }
    }
}

//! Files among the rendered ones that stackgen did not render.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::{Error, FileSet};

/// What is in some folders of the output folder `dir` and is not among `files`: whatever there is
/// below `folders`, other than folders, whose path in the output folder `counts`. Sorted.
///
/// # Errors
/// [`Error::Read`] if a folder cannot be read.
pub fn foreign<'f>(
    dir: &Path,
    files: &FileSet,
    folders: impl IntoIterator<Item = &'f str>,
    counts: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Error> {
    let mut found = BTreeSet::new();
    for folder in folders {
        walk(dir, folder, &mut |path| {
            if !files.contains(path) && counts(path) {
                found.insert(path.to_owned());
            }
            true
        })?;
    }
    Ok(found.into_iter().collect())
}

/// Shows `see` everything below a folder, by its path in `dir`, until it has seen enough. Links are
/// not followed, and names that are not UTF-8 are left out: no rendered file has one. Whether all was
/// seen.
pub(super) fn walk(
    dir: &Path,
    folder: &str,
    see: &mut dyn FnMut(&str) -> bool,
) -> Result<bool, Error> {
    let at = dir.join(folder);
    let failed = |source| Error::Read { path: at.clone(), source };
    let entries = match fs::read_dir(&at) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        let goes_on = if is_folder { walk(dir, &path, see)? } else { see(&path) };
        if !goes_on {
            return Ok(false);
        }
    }
    Ok(true)
}

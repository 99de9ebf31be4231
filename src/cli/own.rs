//! The user's own integrations and types of receivers: the files `integrations/NAME.toml` and
//! `receivers/NAME.toml` beside the spec.

use super::failure::Failure;
use super::text::{unreadable, utf8};
use crate::catalog::{Neighbour, NeighbourKind, UserFile, UserFolder};
use crate::folder::{Budget, Entry, Folder, Unreadable};
use std::path::Path;

/// What is in these folders.
#[derive(Default)]
pub(super) struct Own {
    /// What adds to the catalogue, by folder and name.
    pub(super) files: Vec<UserFile>,
    /// What else lies there.
    pub(super) beside: Vec<Neighbour>,
}

/// Reads the user's own files.
///
/// # Errors
/// When one cannot be read.
pub(super) fn files(folder: &Path, budget: &mut Budget) -> Result<Own, Failure> {
    let mut own = Own::default();
    for of in UserFolder::ALL {
        let (files, beside) = read(folder, of, budget)?;
        own.files.extend(files);
        own.beside.extend(beside);
    }
    Ok(own)
}

/// Reads one of the folders.
fn read(
    folder: &Path,
    of: UserFolder,
    budget: &mut Budget,
) -> Result<(Vec<UserFile>, Vec<Neighbour>), Failure> {
    let failed = |error| unreadable(of.as_str(), error);
    let found = Folder::open(folder).map_err(failed)?.folder(of.as_str());
    let (mut files, mut beside) = (Vec::new(), Vec::new());
    let Some(folder) = found.map_err(|why| unreadable(of.as_str(), why))? else {
        return Ok((files, beside));
    };
    for entry in folder.entries().map_err(failed)? {
        let found = look(&folder, of, entry.map_err(failed)?);
        let Some(name) = found.adds().map(str::to_owned) else {
            beside.push(found);
            continue;
        };
        let path = format!("{of}/{}", found.name);
        let bytes = folder.read(&found.name, budget);
        let bytes = bytes.map_err(|why| unreadable(&path, why))?;
        let text = utf8(&path, bytes)?;
        let templates = templates(&folder, of, &name, budget)?;
        files.push(UserFile { folder: of, name, path, text, templates });
    }
    beside.retain(|found| {
        matches!(found.kind, NeighbourKind::File)
            || files.iter().all(|file| file.name != found.name)
    });
    files.sort_by(|a, b| a.name.cmp(&b.name));
    beside.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((files, beside))
}

/// The templates in the folder beside a file that has its name.
fn templates(
    folder: &Folder,
    of: UserFolder,
    name: &str,
    budget: &mut Budget,
) -> Result<Vec<(String, String)>, Failure> {
    let at = format!("{of}/{name}");
    let failed = |why: Unreadable| unreadable(&at, why);
    let Some(folder) = folder.folder(name).map_err(failed)? else { return Ok(vec![]) };
    let mut templates = Vec::new();
    for entry in folder.entries().map_err(|error| failed(error.into()))? {
        let entry = entry.map_err(|error| failed(error.into()))?;
        if entry.is_folder {
            continue;
        }
        let path = format!("{at}/{}", entry.name);
        let bytes = folder.read(&entry.name, budget);
        let bytes = bytes.map_err(|why| unreadable(&path, why))?;
        templates.push((entry.name, utf8(&path, bytes)?));
    }
    templates.sort();
    Ok(templates)
}

/// What an entry is. A link that leads nowhere, or out, is a file that cannot be read.
fn look(folder: &Folder, of: UserFolder, entry: Entry) -> Neighbour {
    let kind = if entry.is_folder {
        NeighbourKind::Folder { has_toml: has_toml(folder, &entry.name) }
    } else {
        NeighbourKind::File
    };
    Neighbour { folder: of, name: entry.name, kind }
}

/// Whether a folder has files whose names end in `.toml`. One that we may not look into has none.
fn has_toml(folder: &Folder, name: &str) -> bool {
    let Ok(Some(folder)) = folder.folder(name) else { return false };
    let entries = folder.entries().into_iter().flatten().flatten();
    entries
        .into_iter()
        .any(|entry| Path::new(&entry.name).extension().is_some_and(|it| it == "toml"))
}

//! The user's own integrations: the files `integrations/NAME.toml` beside the spec.

use super::exit::Exit;
use super::text::{unreadable, utf8};
use crate::catalog::{Neighbour, NeighbourKind, UserFile};
use crate::folder::{Budget, Entry, Folder, Unreadable};
use crate::ui::Screen;
use std::path::Path;

/// What is in `integrations/`.
#[derive(Default)]
pub(super) struct Own {
    /// The integrations, by name.
    pub(super) files: Vec<UserFile>,
    /// What else lies there.
    pub(super) beside: Vec<Neighbour>,
}

/// Reads the user's own integrations.
///
/// # Errors
/// When one cannot be read; that is said then.
pub(super) fn integrations(
    folder: &Path,
    budget: &mut Budget,
    screen: &Screen,
) -> Result<Own, Exit> {
    let failed = |error| unreadable("integrations", &Unreadable::Io(error), screen);
    let found = Folder::open(folder).map_err(failed)?.folder("integrations");
    let Some(folder) = found.map_err(|why| unreadable("integrations", &why, screen))? else {
        return Ok(Own::default());
    };
    let mut own = Own::default();
    for entry in folder.entries().map_err(failed)? {
        let found = look(&folder, entry.map_err(failed)?);
        let Some(name) = found.integration().map(str::to_owned) else {
            own.beside.push(found);
            continue;
        };
        let path = format!("integrations/{}", found.name);
        let bytes = folder.read(&found.name, budget);
        let bytes = bytes.map_err(|why| unreadable(&path, &why, screen))?;
        own.files.push(UserFile { name, text: utf8(&path, bytes, screen)?, path });
    }
    own.files.sort_by(|a, b| a.name.cmp(&b.name));
    own.beside.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(own)
}

/// What an entry is. A link that leads nowhere, or out, is a file that cannot be read.
fn look(folder: &Folder, entry: Entry) -> Neighbour {
    let kind = if entry.is_folder {
        NeighbourKind::Folder { has_toml: has_toml(folder, &entry.name) }
    } else {
        NeighbourKind::File
    };
    Neighbour { name: entry.name, kind }
}

/// Whether a folder has files whose names end in `.toml`. One that we may not look into has none.
fn has_toml(folder: &Folder, name: &str) -> bool {
    let Ok(Some(folder)) = folder.folder(name) else { return false };
    let entries = folder.entries().into_iter().flatten().flatten();
    entries
        .into_iter()
        .any(|entry| Path::new(&entry.name).extension().is_some_and(|it| it == "toml"))
}

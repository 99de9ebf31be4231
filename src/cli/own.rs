//! The user's own integrations: the files `integrations/NAME.toml` beside the spec.

use super::exit::Exit;
use super::load::{cannot_read, read_text};
use crate::catalog::{Neighbour, NeighbourKind, UserFile};
use crate::ui::Screen;
use std::fs::{self, DirEntry};
use std::io;
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
pub(super) fn integrations(folder: &Path, screen: &Screen) -> Result<Own, Exit> {
    let failed = |error: &io::Error| cannot_read("integrations", error, screen);
    let entries = match fs::read_dir(folder.join("integrations")) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Own::default()),
        Err(error) => return Err(failed(&error)),
    };
    let mut own = Own::default();
    for entry in entries {
        let entry = entry.map_err(|error| failed(&error))?;
        let found = look(&entry);
        let Some(name) = found.integration().map(str::to_owned) else {
            own.beside.push(found);
            continue;
        };
        let path = format!("integrations/{}", found.name);
        own.files.push(UserFile { name, path, text: read_text(&entry.path(), screen)? });
    }
    own.files.sort_by(|a, b| a.name.cmp(&b.name));
    own.beside.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(own)
}

/// What an entry is. A link is what it leads to; one that leads nowhere is a file that cannot be read.
fn look(entry: &DirEntry) -> Neighbour {
    let name = entry.file_name().to_string_lossy().into_owned();
    let path = entry.path();
    let kind = if path.is_dir() {
        NeighbourKind::Folder { has_toml: has_toml(&path) }
    } else {
        NeighbourKind::File
    };
    Neighbour { name, kind }
}

/// Whether a folder has files whose names end in `.toml`. One that we may not look into has none.
fn has_toml(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.path().extension().is_some_and(|it| it == "toml"))
}

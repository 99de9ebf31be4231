//! Folders to be removed again if a run fails.

use std::path::PathBuf;

use super::disk::remove_empty_folder;

/// Folders that a run has made, outermost first.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) folders: Vec<PathBuf>,
}

impl Made {
    /// Removes them again, as far as they are empty.
    pub(super) fn undo(&self) {
        for folder in self.folders.iter().rev() {
            // Whoever put something in it keeps it.
            let _not_empty = remove_empty_folder(folder);
        }
    }
}

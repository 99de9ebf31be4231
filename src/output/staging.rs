//! `.stackgen/staging`: where new contents are written before they are renamed into place.

use std::io;
use std::path::{Path, PathBuf};

use super::{disk, mode};

/// The staging folder's name in `.stackgen`.
pub(super) const NAME: &str = "staging";

/// A staging folder. Its files are numbered, so no folders are needed in it.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    files: usize,
}

/// A file that was written in full and waits to be renamed.
#[derive(Debug)]
#[must_use]
pub(super) struct Staged {
    path: PathBuf,
}

impl Staging {
    /// The staging folder in `own`, which is `.stackgen` of the output folder.
    pub(super) fn new(own: &Path) -> Self {
        Self { folder: own.join(NAME), files: 0 }
    }

    /// Makes the folder anew; what a killed run left in it is removed.
    pub(super) fn open(&self) -> io::Result<()> {
        disk::remove_all(&self.folder)?;
        disk::make_folder(&self.folder)
    }

    /// Writes one more file, with these permission bits if given, else with those of a new file.
    pub(super) fn write(&mut self, bytes: &[u8], bits: Option<u32>) -> io::Result<Staged> {
        let path = self.folder.join(self.files.to_string());
        self.files += 1;
        disk::write_new(&path, bytes, bits.unwrap_or(mode::FILE))?;
        Ok(Staged { path })
    }

    /// Removes the folder and all that is in it.
    pub(super) fn remove(&self) -> io::Result<()> {
        disk::remove_all(&self.folder)
    }
}

impl Staged {
    /// Puts the file in place.
    pub(super) fn rename(&self, to: &Path) -> io::Result<()> {
        disk::rename(&self.path, to)
    }
}

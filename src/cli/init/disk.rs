//! The files that an application's Compose files lead to.

use crate::folder::{Budget, Folder, Unreadable};
use crate::import::{Disk, LARGEST_FILE};
use std::path::Path;

/// This machine's disk, on which only files are read, no devices and no pipes.
pub(super) struct Local;

impl Disk for Local {
    fn has(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let why = |why| match why {
            Unreadable::Io(error) => error.to_string(),
            Unreadable::Outside => "it is a link that leads out of its folder".to_owned(),
            Unreadable::IsFolder => "it is a folder".to_owned(),
            Unreadable::NotAFile => "it is not a file".to_owned(),
            Unreadable::TooLong { most } => format!("it has more than {} MiB", most >> 20),
        };
        // Links are followed: the user's own files may be anywhere.
        let path = path.canonicalize().map_err(|error| error.to_string())?;
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err("it is a folder".to_owned());
        };
        let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX);
        let folder = Folder::open(folder).map_err(|error| error.to_string())?;
        folder.read(name, &mut Budget::new(most)).map_err(why)
    }
}

//! One writer at a time.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::Error;

/// An exclusive lock on an output folder, given up when dropped or when the process ends.
///
/// The lock is on the folder itself: a lock file would have to stay in the tree for ever, since
/// removing it would let a third run lock a new one while a second still holds the old one.
#[derive(Debug)]
pub(super) struct Lock {
    folder: File,
}

impl Lock {
    /// Locks the folder `dir`; `None` if it was replaced or removed meanwhile.
    pub(super) fn take(dir: &Path) -> Result<Option<Self>, Error> {
        let failed = |source| Error::Lock { dir: dir.into(), source };
        let folder = match File::open(dir) {
            Ok(folder) => folder,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        match folder.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { dir: dir.into() }),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // A run that failed may have removed the folder that it had made.
        let locked = folder.metadata().map_err(failed)?;
        Ok(match fs::metadata(dir) {
            Ok(found) if (found.dev(), found.ino()) == (locked.dev(), locked.ino()) => {
                Some(Self { folder })
            }
            _ => None,
        })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing alone is not enough: if another thread is starting a process, that process holds
        // the same open folder until it runs its program. If this fails, closing has to do.
        let _closed_anyway = self.folder.unlock();
    }
}

//! What to do when the disk refuses.

use std::io::{self, ErrorKind};

/// The way out, as a sentence.
pub(super) fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull => "Free some space on that disk, then run the same command again.",
        ErrorKind::QuotaExceeded => {
            "Free some space within your disk quota, then run the same command again."
        }
        ErrorKind::FileTooLarge => {
            "Raise the limit on the size of files (`ulimit -f`), then run the same command again."
        }
        ErrorKind::ReadOnlyFilesystem => {
            "Make the file system writable, or choose another output folder with `-o`."
        }
        ErrorKind::PermissionDenied => {
            "Give the user who runs stackgen access to it, or choose another output folder with `-o`."
        }
        ErrorKind::CrossesDevices => {
            "All of the output folder has to be on one file system: unmount what is mounted inside it."
        }
        _ => "Run the same command again once the cause is gone.",
    }
}

//! Telling whether anything was written.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::support::tree;

/// The files of a folder with what tells that one was written, in order of their paths: its bytes, when
/// it was, and which file it is (an atomic write makes another one).
pub(crate) struct Seen(Vec<(String, Vec<u8>, Option<SystemTime>, u64)>);

impl Seen {
    #[track_caller]
    pub(crate) fn of(folder: &Path) -> Self {
        let files = tree::read(folder).expect("the case's folder can be read");
        let seen = files.into_iter().map(|(path, bytes)| {
            let metadata = fs::symlink_metadata(folder.join(&path)).ok();
            let time = metadata.as_ref().and_then(|metadata| metadata.modified().ok());
            (path, bytes, time, metadata.as_ref().map_or(0, inode))
        });
        Self(seen.collect())
    }

    /// The paths of which not all is the same.
    pub(crate) fn differences<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let not_in = |seen: &'a Self, other: &'a Self| {
            seen.0.iter().filter(|file| !other.0.contains(file)).map(|file| file.0.as_str())
        };
        let mut paths: Vec<_> = not_in(self, other).chain(not_in(other, self)).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    pub(crate) fn lines(&self) -> String {
        let line = |(path, bytes, time, inode): &(String, Vec<u8>, Option<SystemTime>, u64)| {
            let time = time.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
            let text = String::from_utf8_lossy(bytes);
            format!("{path} written at {:?} as {inode}\n{text}\n", time.unwrap_or_default())
        };
        self.0.iter().map(line).collect()
    }
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

//! What is found at a path, without following a link or opening anything.

use std::fmt;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;

use serde::Serialize;

/// The kind of thing that a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Node {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Symlink,
    /// A named pipe: opening it would block.
    Fifo,
    /// A Unix socket.
    Socket,
    /// A block or character device.
    Device,
}

impl Node {
    fn of(kind: FileType) -> Self {
        if kind.is_symlink() {
            Self::Symlink
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_file() {
            Self::File
        } else if kind.is_fifo() {
            Self::Fifo
        } else if kind.is_socket() {
            Self::Socket
        } else {
            Self::Device
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Symlink => "a symbolic link",
            Self::Fifo => "a named pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
        })
    }
}

/// A node with its length in bytes and its permission bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) node: Node,
    pub(super) len: u64,
    pub(super) mode: u32,
}

/// Looks at `path`; `None` if nothing is there.
pub(super) fn look(path: &Path) -> io::Result<Option<Seen>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(Seen {
            node: Node::of(metadata.file_type()),
            len: metadata.len(),
            mode: mode(&metadata),
        })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether there is a folder at `path`, and no link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    look(path).is_ok_and(|found| found.is_some_and(|seen| seen.node == Node::Folder))
}

/// The permission bits, with set-uid, set-gid and sticky.
pub(super) fn mode(metadata: &Metadata) -> u32 {
    metadata.permissions().mode() & 0o7777
}

//! Looks into an output folder.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;

use super::closed::Closed;
use super::node::{Node, Seen, look};
use super::{Error, Obstacle, mode};
use crate::value::RelPath;

/// The longest file that is read, in bytes, unless the rendered one is longer. stackgen renders
/// nothing near it; a longer file is somebody else's, whatever it holds.
const LONGEST_FILE: u64 = 64 << 20;

/// An output folder, with what was learned about the folders in it.
pub(super) struct Tree<'a> {
    dir: &'a Path,
    folders: BTreeMap<String, Option<Seen>>,
}

/// What is at the path of an output file.
#[derive(Debug)]
pub(super) enum Place {
    /// Nothing.
    Free,
    /// A regular file, of this length in bytes and with these permission bits.
    File { len: u64, mode: u32 },
    /// Something else, there or on the way.
    Blocked(Obstacle),
}

impl<'a> Tree<'a> {
    pub(super) fn new(dir: &'a Path) -> Self {
        Self { dir, folders: BTreeMap::new() }
    }

    /// Looks at the path of an output file and at every folder on the way to it.
    pub(super) fn locate(&mut self, path: &RelPath) -> Result<Place, Error> {
        for folder in path.folders() {
            match self.folder(folder)? {
                Some(Node::Folder) => {}
                None => return Ok(Place::Free),
                Some(found) => {
                    let path = folder.to_owned();
                    return Ok(Place::Blocked(Obstacle { path, found, wanted: Node::Folder }));
                }
            }
        }
        let at = path.within(self.dir);
        Ok(match look(&at).map_err(|source| Error::Read { path: at, source })? {
            None => Place::Free,
            Some(seen) if seen.node == Node::File => Place::File { len: seen.len, mode: seen.mode },
            Some(seen) => {
                let path = path.to_string();
                Place::Blocked(Obstacle { path, found: seen.node, wanted: Node::File })
            }
        })
    }

    fn folder(&mut self, folder: &str) -> Result<Option<Node>, Error> {
        if let Some(known) = self.folders.get(folder) {
            return Ok(known.map(|seen| seen.node));
        }
        let at = self.dir.join(folder);
        let found = look(&at).map_err(|source| Error::Read { path: at, source })?;
        self.folders.insert(folder.to_owned(), found);
        Ok(found.map(|seen| seen.node))
    }

    /// The folders seen so far that containers cannot read.
    pub(super) fn closed_folders(&self) -> impl Iterator<Item = Closed> {
        let seen = self.folders.iter().filter_map(|(path, seen)| Some((path, (*seen)?)));
        let closed = seen.filter(|(_, seen)| mode::is_closed(seen.node, seen.mode));
        closed.map(|(path, Seen { node, mode, .. })| Closed { path: path.clone(), node, mode })
    }

    /// Reads a file that [`Tree::locate`] found to have `len` bytes, to compare it with `new_len`
    /// rendered ones.
    pub(super) fn read(&self, path: &RelPath, len: u64, new_len: usize) -> Result<Content, Error> {
        let at = path.within(self.dir);
        let limit = LONGEST_FILE.max(new_len as u64);
        read(&at, len, limit).map_err(|source| Error::Read { path: at, source })
    }
}

/// What a file holds.
#[derive(Debug)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    /// More than anybody wants to compare.
    TooLong,
    /// The file was removed since it was looked at.
    Gone,
}

/// Reads a file of about `len` bytes, but not if it has more than `limit`.
pub(super) fn read(path: &Path, len: u64, limit: u64) -> io::Result<Content> {
    if len > limit {
        return Ok(Content::TooLong);
    }
    let file = match open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::Gone),
        Err(error) => return Err(error),
    };
    // One byte more than there should be, so that the end is seen without growing the buffer.
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > limit { Content::TooLong } else { Content::Bytes(bytes) })
}

/// Opens a regular file for reading. Whatever has taken its place since it was looked at is not followed
/// and not waited for.
fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).map_err(io::Error::other)?;
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is not a file")) }
}

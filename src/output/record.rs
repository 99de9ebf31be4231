//! What `.stackgen` remembers of earlier runs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::journal::{self, Journal};
use super::manifest::{self, Manifest};
use super::node::{Node, look};
use super::sha256::Sha256;
use super::tree::{Content, read};
use super::{Error, Obstacle, staging};
use crate::value::OWN_FOLDER;
use crate::value::RelPath;

/// The longest manifest or journal that is read, in bytes: enough for half a million files.
const LONGEST_RECORD: u64 = 64 << 20;

/// The manifest and what a killed run left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) manifest: Option<Manifest>,
    pub(super) journal: Option<Journal>,
    /// Whether there is a staging folder.
    pub(super) staging: bool,
}

impl Record {
    /// Reads what is in `.stackgen` of the output folder `dir`.
    pub(super) fn load(dir: &Path) -> Result<Self, Error> {
        let own = dir.join(OWN_FOLDER);
        match found(&own)? {
            None => return Ok(Self::default()),
            Some(Node::Folder) => {}
            Some(found) => {
                let path = OWN_FOLDER.to_owned();
                let obstacle = Obstacle { path, found, wanted: Node::Folder };
                return Err(Error::Obstructed { dir: dir.into(), obstacles: vec![obstacle] });
            }
        }
        let manifest = load_file(dir, manifest::NAME)?.map(|(path, json)| {
            Manifest::from_json(&json).map_err(|reason| Error::Manifest { path, reason })
        });
        Ok(Self {
            manifest: manifest.transpose()?,
            journal: load_file(dir, journal::NAME)?.map(|(_, json)| Journal::from_json(&json)),
            staging: found(&own.join(staging::NAME))?.is_some(),
        })
    }

    /// Whether stackgen wrote a content with this digest to `path`, or was about to.
    pub(super) fn wrote(&self, path: &RelPath, digest: Sha256) -> bool {
        let manifest = self.manifest.iter().flat_map(|it| [&it.files, &it.kept]);
        manifest.filter_map(|files| files.get(path)).any(|it| *it == digest)
            || self.in_journal(path, digest)
    }

    /// Whether a killed run wrote a content with this digest to `path`, or was about to.
    pub(super) fn in_journal(&self, path: &RelPath, digest: Sha256) -> bool {
        let noted = self.journal.as_ref().and_then(|journal| journal.files.get(path));
        noted.is_some_and(|digests| digests.contains(&digest))
    }

    /// What stackgen wrote to `path` last, as far as it knows; `None` if it never wrote there.
    pub(super) fn last(&self, path: &RelPath) -> Option<Sha256> {
        let manifest = self.manifest.iter().flat_map(|it| [&it.files, &it.kept]);
        let noted = self.journal.iter().filter_map(|it| it.files.get(path)).flatten();
        manifest.filter_map(|files| files.get(path)).chain(noted).next().copied()
    }

    /// Every path that stackgen wrote to, or was about to.
    pub(super) fn paths(&self) -> BTreeSet<&RelPath> {
        let manifest = self.manifest.iter().flat_map(|it| it.files.keys().chain(it.kept.keys()));
        manifest.chain(self.journal.iter().flat_map(|it| it.files.keys())).collect()
    }
}

fn found(path: &Path) -> Result<Option<Node>, Error> {
    match look(path) {
        Ok(seen) => Ok(seen.map(|it| it.node)),
        Err(source) => Err(Error::Read { path: path.into(), source }),
    }
}

/// Reads a file of `.stackgen`, if it is there.
fn load_file(dir: &Path, name: &str) -> Result<Option<(PathBuf, Vec<u8>)>, Error> {
    let path = dir.join(OWN_FOLDER).join(name);
    let seen = match look(&path) {
        Ok(Some(seen)) => seen,
        Ok(None) => return Ok(None),
        Err(source) => return Err(Error::Read { path, source }),
    };
    if seen.node != Node::File {
        let at = format!("{OWN_FOLDER}/{name}");
        let obstacle = Obstacle { path: at, found: seen.node, wanted: Node::File };
        return Err(Error::Obstructed { dir: dir.into(), obstacles: vec![obstacle] });
    }
    match read(&path, seen.len, LONGEST_RECORD) {
        Ok(Content::Bytes(bytes)) => Ok(Some((path, bytes))),
        Ok(Content::Gone) => Ok(None),
        Ok(Content::TooLong) => {
            let reason = format!("it is longer than {} MiB", LONGEST_RECORD >> 20);
            Err(Error::Manifest { path, reason })
        }
        Err(source) => Err(Error::Read { path, source }),
    }
}

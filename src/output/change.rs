//! What a plan means for one file.

use serde::Serialize;

use crate::value::RelPath;

/// One file of a [`Plan`](super::Plan).
#[derive(Clone, Debug)]
pub struct Change<'a> {
    pub(super) path: RelPath,
    pub(super) state: State,
    pub(super) old: Old,
    pub(super) new: Option<&'a [u8]>,
    /// The permission bits of the file on disk.
    pub(super) mode: Option<u32>,
}

/// What was on disk when the plan was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Old {
    /// No file.
    Absent,
    /// The rendered bytes.
    Same,
    /// Other bytes.
    Bytes(Vec<u8>),
    /// A file too long to be read, or none at all; with its length in bytes.
    Opaque(u64),
}

impl Change<'_> {
    /// The file's path in the output folder.
    pub fn path(&self) -> &RelPath {
        &self.path
    }

    /// How the disk and the rendered file compare.
    pub fn state(&self) -> State {
        self.state
    }
}

/// How a file on disk and the rendered one compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The disk holds the rendered bytes.
    Unchanged,
    /// There is no such file yet.
    Create,
    /// The disk holds what stackgen wrote earlier.
    Update,
    /// The disk holds something that neither was rendered now nor written earlier.
    Edited(Edit),
    /// No longer rendered, and the disk holds what stackgen wrote: to be removed.
    Remove,
    /// No longer rendered, but the disk holds something else: left in place.
    KeepEdited,
}

/// Who wrote a file that stackgen did not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    /// stackgen wrote this file, and then somebody changed it.
    ByHand,
    /// stackgen never wrote this file.
    Foreign,
}

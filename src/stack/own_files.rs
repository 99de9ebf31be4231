//! The user's own files that a spec names.

use crate::value::OwnPath;
use std::collections::BTreeMap;

/// A file of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFile {
    /// Its path below the spec's folder, which is also what reports call it.
    pub path: OwnPath,
    /// Its text.
    pub text: String,
}

/// Why nothing was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Why, as a whole sentence without a full stop.
    pub reason: String,
    /// What to do, if that can be told.
    pub help: Option<String>,
}

/// What was read of the files that a spec names, by the paths and patterns with which it names them.
pub type OwnFiles = BTreeMap<OwnPath, Result<Vec<OwnFile>, Unread>>;

//! `.stackgen/pending.json`: what a run is about to put in place.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::sha256::Sha256;
use crate::value::RelPath;

/// The journal's name in `.stackgen`.
pub(super) const NAME: &str = "pending.json";

/// Contents that stackgen wrote, or was about to write, since the manifest was written.
///
/// It is put in place before the first rename and removed after everything else. A run that finds
/// one knows that another was killed, and that a file with one of these digests is stackgen's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Several digests for one path, where several runs in a row were killed.
    pub(super) files: BTreeMap<RelPath, BTreeSet<Sha256>>,
}

impl Journal {
    /// Reads a journal. One that cannot be read counts as empty: then stackgen may take a file of its
    /// own for a hand edit and ask before it is overwritten, which is the safe side.
    pub(super) fn from_json(json: &[u8]) -> Self {
        serde_json::from_slice(json).unwrap_or_default()
    }

    /// The journal as JSON.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self)
            .expect("a journal has only text keys, and memory takes every byte")
    }

    /// Notes that `path` holds, or is about to hold, a content with this digest.
    pub(super) fn note(&mut self, path: &RelPath, digest: Sha256) {
        self.files.entry(path.clone()).or_default().insert(digest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let mut journal = Journal::default();
        let path = RelPath::new("a/b").unwrap();
        journal.note(&path, Sha256::of(b"1"));
        journal.note(&path, Sha256::of(b"2"));
        assert_eq!(Journal::from_json(&journal.to_json()), journal);
    }

    #[test]
    fn a_broken_or_hostile_one_counts_as_empty() {
        let hostile = r#"{"files": {"../x": []}}"#;
        for json in ["", "{", "null", hostile, &"[".repeat(100_000)] {
            assert_eq!(Journal::from_json(json.as_bytes()), Journal::default());
        }
    }
}

//! `.stackgen/manifest.json`: what stackgen wrote last.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sha256::Sha256;
use super::{FileSet, Origin};
use crate::value::RelPath;

/// The manifest's name in `.stackgen`.
pub(super) const NAME: &str = "manifest.json";

/// The version of the manifest's own format.
const FORMAT: u32 = 1;

/// Where a set of files came from, and the digest of each.
///
/// All texts in a manifest are checked while it is read, so that one from elsewhere can name no
/// path outside of the output folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    #[serde(flatten)]
    pub(super) origin: Origin,
    /// The files that were rendered.
    pub(super) files: BTreeMap<RelPath, Sha256>,
    /// Files that are no longer rendered, but were edited by hand and therefore left in place, with
    /// what stackgen had written. They are remembered so that every run reports them: a stale file
    /// of rules is still loaded by Prometheus.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) kept: BTreeMap<RelPath, Sha256>,
}

/// Only what tells one format from the next.
#[derive(Deserialize)]
struct Header {
    format: u32,
}

impl Manifest {
    /// The manifest of `files`.
    pub(super) fn new(origin: &Origin, files: &FileSet, kept: BTreeMap<RelPath, Sha256>) -> Self {
        Self {
            format: FORMAT,
            origin: origin.clone(),
            files: files
                .paths()
                .filter_map(|path| Some((path.clone(), files.digest(path.as_str())?)))
                .collect(),
            kept,
        }
    }

    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// Why it is none, as half a sentence.
    pub(super) fn from_json(json: &[u8]) -> Result<Self, String> {
        let header: Header = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        if header.format != FORMAT {
            return Err(format!(
                "it has format {}, and this stackgen knows only format {FORMAT}; a newer stackgen may have written it",
                header.format
            ));
        }
        serde_json::from_slice(json).map_err(|error| error.to_string())
    }

    /// The manifest as pretty JSON with a newline at the end.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self)
            .expect("a manifest has only text keys, and memory takes every byte");
        json.push(b'\n');
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let mut files = FileSet::new();
        files.insert(RelPath::new("b/c.yml").unwrap(), b"abc".to_vec()).unwrap();
        files.insert(RelPath::new("a").unwrap(), Vec::new()).unwrap();
        Manifest::new(&Origin::new("0.1.0", "5e", "1a"), &files, BTreeMap::new())
    }

    #[test]
    fn is_pretty_and_sorted() {
        assert_eq!(
            String::from_utf8(manifest().to_json()).unwrap(),
            r#"{
  "format": 1,
  "stackgen": "0.1.0",
  "spec_sha256": "5e",
  "inputs": "1a",
  "files": {
    "a": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "b/c.yml": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  }
}
"#
        );
    }

    #[test]
    fn reads_what_it_writes() {
        let mut manifest = manifest();
        assert_eq!(Manifest::from_json(&manifest.to_json()), Ok(manifest.clone()));
        manifest.kept.insert(RelPath::new("old").unwrap(), Sha256::of(b"old"));
        assert_eq!(Manifest::from_json(&manifest.to_json()), Ok(manifest));
    }

    #[test]
    fn every_truncation_is_an_error() {
        let json = manifest().to_json();
        for end in 0..json.len() - 2 {
            assert!(Manifest::from_json(&json[..end]).is_err(), "{end}");
        }
    }

    #[track_caller]
    fn refused(change: impl Fn(&str) -> String, reason: &str) {
        let json = change(&String::from_utf8(manifest().to_json()).unwrap());
        let error = Manifest::from_json(json.as_bytes()).unwrap_err();
        assert!(error.contains(reason), "{error}");
    }

    #[test]
    fn refuses_hostile_and_foreign_ones() {
        refused(|it| it.replace("b/c.yml", "../c.yml"), "a part of it is empty, `.` or `..`");
        refused(|it| it.replace("b/c.yml", "/etc/passwd"), "it is absolute");
        refused(|it| it.replace("b/c.yml", "a\\u0000b"), "it holds a control character");
        refused(|it| it.replace("b/c.yml", ".stackgen/x"), "`.stackgen` is stackgen's own folder");
        refused(|it| it.replace("ba78", "BA78"), "a sha256 is 64 hexadecimal digits");
        refused(
            |it| it.replace("\"format\": 1", "\"format\": 2"),
            "a newer stackgen may have written it",
        );
        refused(|_| "{}".into(), "missing field `format`");
        refused(|_| r#"{"format": 1, "files": []}"#.into(), "at line 1");
        refused(|_| "[".repeat(100_000), "at line 1");
        refused(|it| format!("<<<<<<< HEAD\n{it}"), "expected value at line 1");
    }
}

//! Folders to begin with, and those worth keeping.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::support::cases;
use crate::support::tree::{self, Tree};

/// Larger ones are not kept: what they say, a small one can say too.
const LARGEST: usize = 16 << 10;

/// Folders, and what stackgen said about any of them.
pub(super) struct Corpus {
    folders: Vec<Tree>,
    known: BTreeSet<String>,
}

impl Corpus {
    /// The folders of the other tests and the examples, each with a manifest and a journal, and those
    /// that earlier runs kept.
    pub(super) fn read() -> Self {
        let cases = ["tests/cases/valid", "tests/cases/invalid", "examples"];
        let cases = cases.iter().flat_map(|folder| cases::folders(&cases::repository(folder)));
        let cases = cases.map(|folder| with_records(inputs(&folder)));
        let kept = cases::folders(&home()).into_iter().map(|folder| inputs(&folder));
        Self { folders: cases.chain(kept).collect(), known: BTreeSet::new() }
    }

    pub(super) fn folders(&self) -> &[Tree] {
        &self.folders
    }

    /// Adds a folder if what was said about it is new, and writes it down if that is wanted.
    pub(super) fn add(&mut self, folder: Tree, signature: String, write: bool) {
        let size: usize = folder.values().map(Vec::len).sum();
        let is_new = self.known.insert(signature);
        if !is_new || size > LARGEST || self.folders.contains(&folder) {
            return;
        }
        if write {
            keep(&folder);
        }
        self.folders.push(folder);
    }
}

/// Writes a folder to the corpus, under a name made of what is in it, and says where.
pub(super) fn keep(folder: &Tree) -> String {
    let mut digest = Sha256::new();
    for (path, bytes) in folder {
        digest.update(path);
        digest.update([0]);
        digest.update(bytes);
    }
    let name: String = digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    tree::write(&home().join(&name), folder).expect("the corpus can be written");
    format!("tests/hostile/fuzz/corpus/{name}")
}

fn home() -> PathBuf {
    cases::repository("tests/hostile/fuzz/corpus")
}

/// What stackgen reads of a folder.
fn inputs(folder: &Path) -> Tree {
    let mut found = tree::read(folder).expect("it can be read");
    found.retain(|path, _| {
        path == "stack.toml" || path.starts_with("integrations/") || path.starts_with("monitoring/")
    });
    found
}

/// With what a run that was killed leaves.
fn with_records(mut folder: Tree) -> Tree {
    for name in ["manifest.json", "pending.json"] {
        let path = cases::repository("tests/hostile/fuzz/records").join(name);
        let bytes = fs::read(path).expect("the repository has it");
        folder.insert(format!("monitoring/.stackgen/{name}"), bytes);
    }
    folder
}

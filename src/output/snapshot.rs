//! What an output folder holds, to be put back later.

use std::path::Path;

use super::record::Record;
use super::sha256::Sha256;
use super::tree::{Content, Place, Tree};
use super::{Error, FileSet, Force, Origin, apply, plan};
use crate::value::unix_lines;

/// What stackgen wrote last into an output folder.
#[derive(Clone, Debug)]
pub struct Snapshot {
    files: FileSet,
    origin: Origin,
}

impl Snapshot {
    /// Takes what stackgen wrote last and nobody has touched since. `None` if it wrote nothing, or if
    /// something is not as it left it: that cannot be put back.
    pub fn take(dir: &Path) -> Option<Self> {
        let manifest = Record::load(dir).ok()?.manifest?;
        let mut files = FileSet::new();
        let mut tree = Tree::new(dir);
        for (path, digest) in manifest.files {
            let Ok(Place::File { len, .. }) = tree.locate(&path) else { return None };
            let Ok(Content::Bytes(bytes)) = tree.read(&path, len, 0) else { return None };
            let lines = unix_lines(&bytes);
            let written = [&*bytes, &*lines].into_iter().find(|bytes| Sha256::of(bytes) == digest);
            files.insert(path, written?.to_vec()).ok()?;
        }
        Some(Self { files, origin: manifest.origin })
    }

    /// Puts it back. Files that were rendered since then go.
    ///
    /// # Errors
    /// When the disk does not let us.
    pub fn restore(&self, dir: &Path) -> Result<(), Error> {
        apply(&plan(dir, &self.files, &self.origin)?, Force::No).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::RelPath;
    use std::fs;

    fn write(dir: &Path, files: &[(&str, &str)], spec: &str) {
        let mut set = FileSet::new();
        for (path, text) in files {
            set.insert(RelPath::new(*path).unwrap(), text.as_bytes().to_vec()).unwrap();
        }
        apply(&plan(dir, &set, &Origin::new("1", spec, "")).unwrap(), Force::No).unwrap();
    }

    #[test]
    fn what_was_there_is_there_again() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Snapshot::take(dir.path()).is_none(), "nothing was written yet");
        write(dir.path(), &[("a", "old"), ("gone", "x")], "first");
        let snapshot = Snapshot::take(dir.path()).unwrap();
        let manifest = fs::read(dir.path().join(".stackgen/manifest.json")).unwrap();
        write(dir.path(), &[("a", "new"), ("b/c", "y")], "second");
        snapshot.restore(dir.path()).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old");
        assert_eq!(fs::read_to_string(dir.path().join("gone")).unwrap(), "x");
        assert!(!dir.path().join("b").exists());
        assert_eq!(fs::read(dir.path().join(".stackgen/manifest.json")).unwrap(), manifest);
    }

    #[test]
    fn what_only_has_other_line_endings_is_put_back_with_its_own() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[("a", "old\n")], "first");
        fs::write(dir.path().join("a"), "old\r\n").unwrap();
        let snapshot = Snapshot::take(dir.path()).unwrap();
        write(dir.path(), &[("a", "new\n")], "second");
        snapshot.restore(dir.path()).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old\n");
    }

    #[test]
    fn a_hand_edit_cannot_be_put_back() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[("a", "old")], "first");
        fs::write(dir.path().join("a"), "edited").unwrap();
        assert!(Snapshot::take(dir.path()).is_none());
    }
}

//! What stackgen remembers of containers, networks and volumes in `.stackgen/`: labels do not change, what
//! they say does.

use crate::folder::{Budget, Folder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Which files a container read when it was reloaded last.
pub(super) const RELOADED: &str = "reloaded.json";

/// More than thousands of containers need.
const MOST_BYTES: u64 = 8 << 20;

/// The folder in an output folder. Links out of that are not followed.
pub(super) fn own(dir: &Path) -> io::Result<Folder> {
    let own = Folder::open(dir)?.folder(".stackgen")?;
    own.ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// What a file holds. What cannot be read is not known.
pub(super) fn load<T: DeserializeOwned + Default>(dir: &Path, file: &str) -> T {
    let text = own(dir).ok().and_then(|own| own.read(file, &mut Budget::new(MOST_BYTES)).ok());
    text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// Replaces a file as a whole.
///
/// # Errors
/// When the disk does not let us.
pub(super) fn save<T: Serialize>(dir: &Path, file: &str, known: &T) -> io::Result<()> {
    let own = own(dir)?;
    // All but the manifest stays out of git: it is about what one machine runs.
    own.create(".gitignore", b"*\n!/manifest.json\n")?;
    let mut text = serde_json::to_vec_pretty(known)?;
    text.push(b'\n');
    own.replace(file, &text)
}

/// A digest for each container, by the container's id. What cannot be read is done once more.
pub(super) fn read(dir: &Path, file: &str) -> BTreeMap<String, String> {
    load(dir, file)
}

/// Remembers it. Nothing is written if nothing changed.
///
/// # Errors
/// When the disk does not let us.
pub(super) fn write(dir: &Path, file: &str, known: &BTreeMap<String, String>) -> io::Result<()> {
    if *known == read(dir, file) { Ok(()) } else { save(dir, file, known) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_is_remembered_is_kept_out_of_git() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(".stackgen")).unwrap();
        let known = BTreeMap::from([("id".to_owned(), "digest".to_owned())]);
        write(dir.path(), RELOADED, &BTreeMap::new()).unwrap();
        assert!(!dir.path().join(".stackgen/.gitignore").exists(), "there is nothing to remember");
        write(dir.path(), RELOADED, &known).unwrap();
        assert_eq!(read(dir.path(), RELOADED), known);
        let ignored = fs::read_to_string(dir.path().join(".stackgen/.gitignore")).unwrap();
        assert_eq!(ignored, "*\n!/manifest.json\n");
    }
}

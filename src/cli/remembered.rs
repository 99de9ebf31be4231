//! What stackgen remembers of containers, networks and volumes in `.stackgen/`: labels do not change, what
//! they say does.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Which files a container read when it was reloaded last.
pub(super) const RELOADED: &str = "reloaded.json";

fn place(dir: &Path, file: &str) -> PathBuf {
    dir.join(".stackgen").join(file)
}

/// What a file holds. What cannot be read is not known.
pub(super) fn load<T: DeserializeOwned + Default>(dir: &Path, file: &str) -> T {
    let text = fs::read(place(dir, file)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Replaces a file as a whole.
///
/// # Errors
/// When the disk does not let us.
pub(super) fn save<T: Serialize>(dir: &Path, file: &str, known: &T) -> io::Result<()> {
    let place = place(dir, file);
    ignore_in_git(&place)?;
    let draft = place.with_extension("json.new");
    let mut text = serde_json::to_vec_pretty(known)?;
    text.push(b'\n');
    fs::write(&draft, text)?;
    fs::rename(draft, place)
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

/// Keeps all but the manifest out of git: it is about what one machine runs.
fn ignore_in_git(place: &Path) -> io::Result<()> {
    let list = place.with_file_name(".gitignore");
    if list.exists() { Ok(()) } else { fs::write(list, "*\n!/manifest.json\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

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

//! `.stackgen/reloaded.json`: which files a container read when it was reloaded last. Its label says what
//! it read when it was made, and labels do not change.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn place(dir: &Path) -> PathBuf {
    dir.join(".stackgen/reloaded.json")
}

/// The digest of the files that each container read last, by the container's id. What cannot be read
/// is not known: then a program reads its files once more.
pub(super) fn read(dir: &Path) -> BTreeMap<String, String> {
    let text = fs::read(place(dir)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Remembers it. Nothing is written if nothing changed.
///
/// # Errors
/// When the disk does not let us.
pub(super) fn write(dir: &Path, reloaded: &BTreeMap<String, String>) -> io::Result<()> {
    if *reloaded == read(dir) {
        return Ok(());
    }
    let place = place(dir);
    ignore_in_git(&place)?;
    let draft = place.with_extension("json.new");
    let mut text = serde_json::to_vec_pretty(reloaded)?;
    text.push(b'\n');
    fs::write(&draft, text)?;
    fs::rename(draft, place)
}

/// Keeps it out of git, and what keeps it out as well: it is about the containers of this machine.
fn ignore_in_git(place: &Path) -> io::Result<()> {
    let list = place.with_file_name(".gitignore");
    if list.exists() { Ok(()) } else { fs::write(list, "/.gitignore\n/reloaded.json*\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_kept_out_of_git() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(".stackgen")).unwrap();
        let known = BTreeMap::from([("id".to_owned(), "digest".to_owned())]);
        write(dir.path(), &BTreeMap::new()).unwrap();
        assert!(!dir.path().join(".stackgen/.gitignore").exists(), "there is nothing to remember");
        write(dir.path(), &known).unwrap();
        assert_eq!(read(dir.path()), known);
        let ignored = fs::read_to_string(dir.path().join(".stackgen/.gitignore")).unwrap();
        assert!(ignored.lines().any(|line| line == "/reloaded.json*"), "{ignored}");
    }
}

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
    let draft = place.with_extension("json.new");
    let mut text = serde_json::to_vec_pretty(reloaded)?;
    text.push(b'\n');
    fs::write(&draft, text)?;
    fs::rename(draft, place)
}

//! What stackgen remembers of containers in `.stackgen/`: labels do not change, what a program has read
//! since does.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Which files a container read when it was reloaded last.
pub(super) const RELOADED: &str = "reloaded.json";

fn place(dir: &Path, file: &str) -> PathBuf {
    dir.join(".stackgen").join(file)
}

/// A digest for each container, by the container's id. What cannot be read is not known: then it is done
/// once more.
pub(super) fn read(dir: &Path, file: &str) -> BTreeMap<String, String> {
    let text = fs::read(place(dir, file)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Remembers it. Nothing is written if nothing changed.
///
/// # Errors
/// When the disk does not let us.
pub(super) fn write(dir: &Path, file: &str, known: &BTreeMap<String, String>) -> io::Result<()> {
    if *known == read(dir, file) {
        return Ok(());
    }
    let place = place(dir, file);
    let draft = place.with_extension("json.new");
    let mut text = serde_json::to_vec_pretty(known)?;
    text.push(b'\n');
    fs::write(&draft, text)?;
    fs::rename(draft, place)
}

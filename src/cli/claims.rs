//! `.stackgen/claims.json`: which networks and volumes are the stack's own although their labels do not
//! say so. Compose writes no folder into them, `--adopt` takes over those of another folder, and labels do
//! not change.

use crate::docker::{Claims, Seen};
use crate::ui::Screen;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file. In a folder that was copied or moved, it means nothing.
#[derive(Default, PartialEq, Serialize, Deserialize)]
struct File {
    folder: PathBuf,
    #[serde(flatten)]
    claims: Claims,
}

fn place(dir: &Path) -> PathBuf {
    dir.join(".stackgen/claims.json")
}

fn read_file(dir: &Path) -> File {
    let text = fs::read(place(dir)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// What the stack in a folder has taken over. What cannot be read is not claimed.
pub(super) fn read(dir: &Path) -> Claims {
    let here = dir.canonicalize();
    let file = read_file(dir);
    if here.is_ok_and(|here| here == file.folder) { file.claims } else { Claims::default() }
}

/// Remembers what is the stack's own, for the time when no container shows it any more. A disk that
/// does not let us is said, and does no harm until then.
pub(super) fn remember(dir: &Path, seen: &Seen, screen: &Screen) {
    if let Err(error) = write(dir, seen.claims()) {
        screen.note(&format!("cannot remember which volumes are this stack's: {error}"));
    }
}

/// Nothing is written if nothing changed, or if there is no folder.
fn write(dir: &Path, claims: Claims) -> io::Result<()> {
    let Ok(folder) = dir.canonicalize() else { return Ok(()) };
    let before = read_file(dir);
    if !dir.join(".stackgen").is_dir() || before.claims == claims && claims == Claims::default() {
        return Ok(());
    }
    let file = File { folder, claims };
    if file == before {
        return Ok(());
    }
    let place = place(dir);
    let draft = place.with_extension("json.new");
    let mut text = serde_json::to_vec_pretty(&file)?;
    text.push(b'\n');
    fs::write(&draft, text)?;
    fs::rename(draft, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_was_copied_claims_nothing() {
        let temporary = tempfile::tempdir().unwrap();
        let (a, b) = (temporary.path().join("a"), temporary.path().join("b"));
        fs::create_dir_all(a.join(".stackgen")).unwrap();
        let mut claims = Claims::default();
        claims.volumes.insert("shop_data".to_owned(), "2026-11-27".to_owned());
        write(&a, claims.clone()).unwrap();
        assert_eq!(read(&a), claims);
        fs::rename(&a, &b).unwrap();
        assert_eq!(read(&b), Claims::default());
        assert_eq!(read(&a), Claims::default());
        write(&a, claims).unwrap();
        assert!(!a.exists(), "no folder is made for it");
    }
}

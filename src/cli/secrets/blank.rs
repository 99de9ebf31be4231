//! Whether there is a secret in a file at all.

use crate::folder::{Budget, Unreadable};
use std::fs::File;
use std::path::Path;

/// What is read of a file to see whether it is blank: no secret is longer.
pub(super) fn budget() -> Budget {
    Budget::new(4096)
}

/// Whether a secret file is empty, or has nothing but spaces and line breaks in it. One that we may not
/// read is taken to have a secret.
pub(in crate::cli) fn has_no_secret(path: &Path) -> bool {
    let bytes = File::open(path).map_err(Unreadable::from).and_then(|file| budget().read(file));
    bytes.is_ok_and(|bytes| is_blank(&bytes))
}

pub(super) fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

#[test]
fn blank_files_have_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    let long = " ".repeat(5000);
    for (text, blank) in [
        ("", true),
        ("\n", true),
        (" \t\r\n", true),
        ("x\n", false),
        (" x", false),
        (long.as_str(), false),
    ] {
        std::fs::write(&path, text).unwrap();
        assert_eq!(has_no_secret(&path), blank, "{text:?}");
    }
}

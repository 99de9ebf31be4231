//! Whether there is a secret in a file at all.

use std::fs::{self, Metadata};
use std::path::Path;

/// No secret is longer than what is read to see whether it is blank.
const LONGEST: u64 = 4096;

/// Whether a secret file is empty, or has nothing but spaces and line breaks in it. One that we may not
/// read is taken to have a secret if it is not empty.
pub(in crate::cli) fn is_blank(path: &Path, found: &Metadata) -> bool {
    if found.len() > LONGEST {
        return false;
    }
    found.len() == 0 || fs::read(path).is_ok_and(|bytes| bytes.iter().all(u8::is_ascii_whitespace))
}

#[test]
fn blank_files_have_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    for (text, blank) in
        [("", true), ("\n", true), (" \t\r\n", true), ("x\n", false), (" x", false)]
    {
        fs::write(&path, text).unwrap();
        assert_eq!(is_blank(&path, &fs::metadata(&path).unwrap()), blank, "{text:?}");
    }
}

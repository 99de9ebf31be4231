//! Cargo's target folder, wherever the user has put it.

use std::path::{Path, PathBuf};

/// The target folder this test binary was built into: `CARGO_TARGET_DIR`, `build.target-dir` and
/// `--target-dir` are all honoured, since Cargo itself tells the path at compile time.
///
/// A test binary that was moved to another machine together with its checkout may find the folder
/// missing; it is created on first use like any other.
pub(crate) fn target_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("Cargo's temporary folder lies inside the target folder")
        .to_owned()
}

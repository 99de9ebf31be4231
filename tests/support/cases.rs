//! One folder is one case: adding a test is adding a folder.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Whether committed expectations are to be rewritten from what the program does now:
/// `UPDATE_GOLDENS=1 cargo test`.
///
/// # Panics
///
/// Under `CI=true`, where a test that rewrites its own expectation would prove nothing.
#[track_caller]
pub(crate) fn updating() -> bool {
    let wanted = env::var_os("UPDATE_GOLDENS").is_some_and(|value| !value.is_empty());
    may_update(wanted, super::skip::on_ci())
}

#[track_caller]
pub(crate) fn may_update(wanted: bool, on_ci: bool) -> bool {
    assert!(
        !(wanted && on_ci),
        "UPDATE_GOLDENS is refused under CI=true: update on your machine, read the difference, commit it"
    );
    wanted
}

/// A path of this repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folders directly inside `folder`, in order of their names.
///
/// # Panics
///
/// If the folder does not exist or has no case in it: a glob test over nothing passes and proves
/// nothing.
#[track_caller]
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder);
    let entries = entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut cases: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "{} has no case in it", folder.display());
    cases
}

/// The last part of a path, as text for people.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

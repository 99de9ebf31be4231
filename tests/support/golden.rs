//! A produced folder against a committed one, byte for byte.

use std::fs;
use std::path::Path;

use super::tree::{self, Tree};
use super::{cases, diff};

/// Lines of one file's difference that are shown: the first ones say what is wrong, and a golden
/// that changed everywhere is better read with `git diff` after an update.
const SHOWN_LINES: usize = 60;

/// Compares a folder with the golden `tests/snapshots/<case>/`; with `UPDATE_GOLDENS=1`, makes
/// the golden what the folder is.
///
/// # Panics
///
/// If they differ, with a unified diff of each file and lists of missing and unexpected ones.
#[track_caller]
pub(crate) fn check(case: &str, produced: &Path) {
    check_at(&cases::repository("tests/snapshots").join(case), produced, cases::updating());
}

/// Compares one text with the committed file that holds what it should be; with
/// `UPDATE_GOLDENS=1`, makes the file what the text is.
///
/// # Panics
///
/// If they differ, with a unified diff.
#[track_caller]
pub(crate) fn check_text(file: &Path, actual: &str) {
    check_text_at(file, actual, cases::updating());
}

#[track_caller]
pub(crate) fn check_at(golden: &Path, produced: &Path, update: bool) {
    let actual =
        tree::read(produced).unwrap_or_else(|error| panic!("no output to compare: {error}"));
    if update {
        rewrite(golden, &actual);
        return;
    }
    let expected = tree::read(golden).unwrap_or_default();
    if let Some(report) = difference(&expected, &actual) {
        panic!("{report}\n{} is not what is produced now. {HOW}", golden.display());
    }
}

#[track_caller]
pub(crate) fn check_text_at(file: &Path, actual: &str, update: bool) {
    let expected = fs::read_to_string(file).ok();
    if expected.as_deref() == Some(actual) {
        return;
    }
    if update {
        fs::write(file, actual).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        return;
    }
    let expected = expected.unwrap_or_default();
    let report = diff::unified(&cases::name(file), &expected, actual);
    panic!("{report}\n{} is not what is produced now. {HOW}", file.display());
}

const HOW: &str = "If the new output is right: UPDATE_GOLDENS=1 cargo test, then read `git diff`.";

/// What differs, for people; nothing where nothing does.
pub(crate) fn difference(expected: &Tree, actual: &Tree) -> Option<String> {
    use std::fmt::Write as _;

    let mut report = String::new();
    for (path, bytes) in expected {
        match actual.get(path) {
            None => {
                let _ = writeln!(report, "missing: {path}");
            }
            Some(other) if other != bytes => report.push_str(&file_difference(path, bytes, other)),
            Some(_) => {}
        }
    }
    for path in actual.keys().filter(|path| !expected.contains_key(*path)) {
        let _ = writeln!(report, "unexpected: {path}");
    }
    (!report.is_empty()).then_some(report)
}

fn file_difference(path: &str, expected: &[u8], actual: &[u8]) -> String {
    let (Ok(old), Ok(new)) = (str::from_utf8(expected), str::from_utf8(actual)) else {
        return format!("differs: {path}: {} bytes before, {} now\n", expected.len(), actual.len());
    };
    let whole = diff::unified(path, old, new);
    let lines = whole.lines().count();
    if lines <= SHOWN_LINES {
        return whole;
    }
    let first: String = whole.split_inclusive('\n').take(SHOWN_LINES).collect();
    format!("{first}... {} more lines of difference in {path}\n", lines - SHOWN_LINES)
}

/// Makes the golden exactly the tree: what is no longer produced goes.
#[track_caller]
fn rewrite(golden: &Path, actual: &Tree) {
    if tree::read(golden).is_ok_and(|old| old == *actual) {
        return;
    }
    let result = match fs::remove_dir_all(golden) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => tree::write(golden, actual),
    };
    result.unwrap_or_else(|error| panic!("{} cannot be updated: {error}", golden.display()));
}

//! The one way to say that a test could not run here.
//!
//! libtest hides what a passing test prints, and a skipped test passes. So the line goes straight to
//! the process's standard error, which libtest does not capture (it captures `print!` and
//! `eprint!`, not writes to the handle), and into a file that `tests/summary` prints at the end of `cargo test`.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, Once};
use std::{env, io, thread};

use super::target::target_dir;

/// Whether this is a CI run (`CI=true` or `CI=1`), where everything has to run.
pub(crate) fn on_ci() -> bool {
    env::var("CI").is_ok_and(|value| matches!(value.as_str(), "true" | "1"))
}

/// Says that this test does not run: `what` it would take, `why` that is not here, and `how` to get
/// it. The caller returns afterwards.
///
/// # Panics
///
/// Under `CI=true`: there a skip is a failure.
#[track_caller]
pub(crate) fn skip(what: &str, why: &str, how: &str) {
    let line = line(what, why, how);
    assert!(!on_ci(), "{line} (CI=true: a skip is a failure)");
    // A closed standard error must not turn a skip into a failure.
    let _ = writeln!(io::stderr(), "{line}");
    start_record();
    record(&line);
}

/// Forgets what this test binary skipped in its last run. Called by everything that may skip, so
/// that a run in which all went well leaves no old lines behind.
pub(crate) fn start_record() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = fs::remove_file(record_file());
    });
}

/// The folder with one file per test binary that skipped something in its last run.
pub(crate) fn record_folder() -> PathBuf {
    target_dir().join("tools/skipped")
}

pub(crate) fn line(what: &str, why: &str, how: &str) -> String {
    let thread = thread::current();
    let test = thread.name().unwrap_or("a test");
    // One line for each skip, whatever a program said about it.
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("SKIPPED: {test} ({what}) because {why}; to run it: {how}")
}

fn record(line: &str) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock();
    let _ = fs::create_dir_all(record_folder());
    if let Ok(mut file) = OpenOptions::new().create(true).append(true).open(record_file()) {
        let _ = writeln!(file, "{line}");
    }
}

/// One file per test binary; Cargo's hash at the end of a binary's name changes from build to build.
fn record_file() -> PathBuf {
    let binary = env::args().next().map(PathBuf::from).unwrap_or_default();
    let stem = binary.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let name = stem.rsplit_once('-').map_or(stem.as_str(), |(name, _)| name);
    record_folder().join(format!("{name}.txt"))
}

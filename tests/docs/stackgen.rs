//! The program under test, for what the documents take from it.

use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

use crate::support::process;

/// What it prints for these arguments, run in `folder`.
///
/// # Panics
///
/// If it fails.
#[track_caller]
pub(crate) fn run(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
    command.args(args).current_dir(folder).env("NO_COLOR", "1");
    let finished = process::run(&mut command, b"").expect("stackgen runs");
    assert!(finished.succeeded(), "{finished}");
    finished.stdout
}

/// The JSON that it prints for these arguments; of a report, the result.
#[track_caller]
pub(crate) fn json(args: &[&str]) -> Json {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let mut printed: Json =
        serde_json::from_str(&run(folder.path(), args)).expect("it prints JSON");
    if printed["verb"].is_string() { printed["result"].take() } else { printed }
}

/// The exit code of `stackgen check` for a spec.
pub(crate) fn check(spec: &str) -> Option<i32> {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
    command.args(["check", "-"]).current_dir(folder.path());
    process::run(&mut command, spec.as_bytes()).expect("stackgen runs").code
}

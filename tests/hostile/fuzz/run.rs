//! What stackgen may do with a folder.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::support::process::{self, Finished};
use crate::support::tree::{self, Tree};

/// KiB of address space, seconds, and bytes of the output folder: more than a run may ever take.
const MEMORY: u64 = 512 << 10;
const DEADLINE: Duration = Duration::from_secs(60);
const OUTPUT: usize = 64_000_000;

/// What is done, one after the other. `render` writes, so that `--check` and a second one have
/// something to look at.
const RUNS: [&[&str]; 4] = [
    &["check", "--format", "json"],
    &["render", "--format", "json"],
    &["render", "--check"],
    &["render", "--force", "--format", "json"],
];

/// Does all of it in a folder of its own.
///
/// Returns what was said in short: the exit codes and the kinds of problems.
///
/// # Errors
///
/// What stackgen may never do.
pub(super) fn all(input: &Tree) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    // Names by chance may be none that a file can have.
    if tree::write(folder.path(), input).is_err() {
        return Ok(String::new());
    }
    let mut signature = String::new();
    for args in RUNS {
        let ran = one(folder.path(), args)?;
        let _ = write!(signature, "{:?}", ran.code);
        for code in codes(&ran.stdout) {
            let _ = write!(signature, " {code}");
        }
    }
    let files = tree::read(&folder.path().join("monitoring")).unwrap_or_default();
    let size: usize = files.values().map(Vec::len).sum();
    if size > OUTPUT {
        return Err(format!("{size} bytes of output"));
    }
    Ok(signature)
}

fn one(folder: &Path, args: &[&str]) -> Result<Finished, String> {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")])
        .arg(env!("CARGO_BIN_EXE_stackgen"))
        .args(args)
        .current_dir(folder);
    let ran = process::run_within(&mut command, b"", DEADLINE)
        .map_err(|error| format!("stackgen {}: {error}", args.join(" ")))?;
    let is_answer = matches!(ran.code, Some(0..=3));
    if !is_answer || ran.stderr.contains("panicked at") {
        let said: String = ran.stderr.chars().take(2000).collect();
        return Err(format!("stackgen {}: {:?}\n{said}", args.join(" "), ran.code));
    }
    Ok(ran)
}

/// The kinds of problems in a report.
fn codes(report: &str) -> BTreeSet<String> {
    let report: serde_json::Value = serde_json::from_str(report).unwrap_or_default();
    let lists = ["diagnostics", "errors"].into_iter().filter_map(|key| report[key].as_array());
    let codes = lists.flatten().filter_map(|problem| problem["code"].as_str());
    codes.map(str::to_owned).collect()
}

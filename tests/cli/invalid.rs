//! Specs that are refused, each with exactly what the user reads.
//!
//! A case is a folder `tests/cases/invalid/<name>/` with
//!
//! * `stack.toml` and any files beside it,
//! * `args`, if it is not `check`: the arguments, one on each line,
//! * `expected.txt`: the exact standard error; `UPDATE_GOLDENS=1` writes it.
//!
//! Every one of them exits 2 and writes nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use stackgen::{decode, stack};

use crate::harness::{Case, Ran};
use crate::support::cases;

/// The exit code for bad usage or a bad spec.
const REFUSED: i32 = 2;

#[test]
fn every_invalid_case_is_refused_with_its_exact_report() {
    for case in cases::folders(&cases::repository("tests/cases/invalid")) {
        run(&case).wrote_nothing().code(REFUSED).stderr_file(&case.join("expected.txt"));
    }
}

/// Runs a case in a copy of its folder, where the expectation is not.
#[track_caller]
fn run(case: &Path) -> Ran {
    let args = fs::read_to_string(case.join("args")).unwrap_or_else(|_| "check\n".to_owned());
    let copy = Case::new().copy_of(case);
    for file in ["args", "expected.txt"] {
        let _ = fs::remove_file(copy.path().join(file));
    }
    println!("invalid case {}", cases::name(case));
    copy.args(args.lines()).run()
}

/// What is wrong with whole stacks has a page for each code, with an example that is a test; what is wrong
/// with texts and names is here.
#[test]
fn every_code_of_reading_and_resolving_is_reported_by_some_case() {
    let cases = cases::folders(&cases::repository("tests/cases/invalid"));
    let reports: String = cases
        .iter()
        .map(|case| fs::read_to_string(case.join("expected.txt")).expect("a case has this file"))
        .collect();
    for code in decode::codes::ALL.iter().chain(stack::codes::ALL) {
        assert!(reports.contains(&format!("error[{code}]: ")), "no case reports {code}");
    }
}

#[test]
fn twelve_mistakes_are_twelve_diagnostics_each_of_its_own_line() {
    let case = cases::repository("tests/cases/invalid/twelve-mistakes");
    let ran = run(&case).code(REFUSED).stderr_has("\n12 errors\n");
    let places: BTreeSet<&str> = ran
        .stderr_text()
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("--> stack.toml:"))
        .collect();
    assert_eq!(places.len(), 12, "{places:?}");
}

#[test]
fn a_case_runs_beside_its_files_and_away_from_its_expectation() {
    let case = tempfile::tempdir().unwrap();
    for (name, text) in [("stack.toml", "x"), ("args", "check\n-q\n"), ("expected.txt", "")] {
        fs::write(case.path().join(name), text).unwrap();
    }
    let ran = run(case.path()).tree(["stack.toml"]).wrote_nothing();
    assert!(ran.command().ends_with("stackgen check -q"), "{}", ran.command());
}

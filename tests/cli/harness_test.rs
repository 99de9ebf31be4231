//! Tests of the harness, with a shell in the place of `stackgen`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::harness::{Case, Ran};

/// A shell that runs a script.
fn sh(script: &str) -> Case {
    Case::new().program("sh").args(["-c", script])
}

/// A run that has said this much, in a folder with a file `a` that holds `x`.
fn ran() -> Ran {
    sh("echo one; echo two; echo error: no >&2; exit 1").file("a", "x\n").run()
}

/// What a failing test would print.
#[track_caller]
fn report(ask: impl FnOnce(Ran) -> Ran) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| ask(ran()))).err().expect("it fails");
    *panic.downcast::<String>().expect("a panic with a text")
}

#[test]
fn what_is_as_expected_passes() {
    ran()
        .code(1)
        .stdout("one\ntwo\n")
        .stderr(
            "
            error: no
            ",
        )
        .stdout_has("two")
        .stderr_has("no")
        .never_says("maybe")
        .tree(["a"])
        .file("a", "x\n")
        .file_has("a", "x")
        .wrote_nothing();
}

#[test]
fn what_is_not_as_expected_fails_and_shows_the_run() {
    type Ask = fn(Ran) -> Ran;
    let asks: [(&str, Ask); 9] = [
        ("expected exit code 0", |ran| ran.code(0)),
        ("-three\n+two\n", |ran| ran.stdout("one\nthree\n")),
        ("-error: yes\n+error: no\n", |ran| ran.stderr("error: yes\n")),
        ("expected in stdout:\nthree", |ran| ran.stdout_has("three")),
        ("expected in stderr:\nyes", |ran| ran.stderr_has("yes")),
        ("expected nowhere: \"two\"", |ran| ran.never_says("two")),
        ("+a\n", |ran| ran.tree(["b"])),
        ("-y\n+x\n", |ran| ran.file("a", "y\n")),
        ("expected a file b", |ran| ran.file_has("b", "")),
    ];
    for (told, ask) in asks {
        let report = report(ask);
        assert!(report.contains(told), "{told:?} is not in:\n{report}");
        for shown in ["$ sh -c ", "exit code 1", "--- stdout\none", "--- stderr\nerror: no"] {
            assert!(report.contains(shown), "{shown:?} is not in:\n{report}");
        }
    }
}

#[test]
fn only_what_the_case_says_reaches_the_program() {
    let script = "cat; echo $GIVEN $CARGO_MANIFEST_DIR; test $HOME = $PWD && echo at home";
    sh(script).env("GIVEN", "given").stdin("input\n").run().stdout("input\ngiven\nat home\n");
}

#[test]
fn a_file_written_again_counts_as_written() {
    // Some file systems keep times only to the tick.
    let again = sh("sleep 0.02; echo x > a").file("a", "x\n").run();
    let panic = catch_unwind(AssertUnwindSafe(|| again.wrote_nothing())).err();
    let report = *panic.expect("it was written").downcast::<String>().expect("a text");
    assert!(report.contains("expected nothing to be written"), "{report}");
}

#[test]
fn runs_follow_each_other_in_one_folder() {
    let first = sh("echo 1 > a").run().tree(["a"]);
    first
        .then()
        .program("sh")
        .args(["-c", "cat a > b/c"])
        .file("b/d", "")
        .run()
        .tree(["a", "b/c", "b/d"]);
}

#[test]
fn the_folder_of_a_case_is_not_in_what_it_said() {
    sh("echo wrote $PWD/monitoring; pwd >&2")
        .run()
        .stdout("wrote [DIR]/monitoring\n")
        .stderr("[DIR]\n");
}

#[test]
fn a_case_without_a_program_of_its_own_runs_stackgen() {
    let ran = Case::new().spec("version = 1\n").run().tree(["stack.toml"]);
    assert_eq!(ran.command(), "stackgen");
    assert!(fs::exists(ran.path().join("stack.toml")).unwrap());
}

//! Tests of `process.rs`.

use crate::support::process::{run, run_within};
use std::io::ErrorKind;
use std::process::Command;
use std::time::Duration;

#[test]
fn output_input_and_code_arrive() {
    let mut command = Command::new("sh");
    let finished = run(command.args(["-c", "cat; echo bad >&2; exit 3"]), b"in").unwrap();
    assert_eq!((finished.code, finished.succeeded()), (Some(3), false));
    assert_eq!((&*finished.stdout, &*finished.stderr), ("in", "bad\n"));
    assert_eq!(
        finished.to_string(),
        "$ sh -c 'cat; echo bad >&2; exit 3'\nexit code 3\n--- stdout\nin\n--- stderr\nbad\n"
    );
}

#[test]
fn more_than_a_pipe_holds_passes_both_ways() {
    let input = vec![b'x'; 1 << 20];
    let mut command = Command::new("sh");
    let finished = run(command.args(["-c", "tee /dev/stderr"]), &input).unwrap();
    assert_eq!((finished.stdout.len(), finished.stderr.len()), (1 << 20, 1 << 20));
}

#[test]
fn a_program_that_hangs_is_ended() {
    let mut command = Command::new("sleep");
    let error = run_within(command.arg("60"), b"", Duration::from_millis(50)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

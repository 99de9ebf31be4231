//! What promtool would be asked for, and what it says.

use crate::stranger::{Stranger, WRITABLE};
use crate::support::process;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn years_and_millions_of_samples_are_refused() {
    let at = |at: &str| Stranger { at: at.to_owned(), ..Stranger::default() };
    at("1e9").refused("error[costly-test]");
    let values = |values: &str| Stranger { values: values.to_owned(), ..Stranger::default() };
    values("1+1x99999999").refused("has 100000000 samples");
    values(&"1x1000000 ".repeat(3)).refused("has 3000003 samples");
}

/// Runs `stackgen test` with a shell script for promtool.
fn with(script: &str) -> (tempfile::TempDir, Command) {
    let folder = Stranger::default().folder();
    let program = folder.path().join("promtool");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect(WRITABLE);
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect(WRITABLE);
    fs::create_dir(folder.path().join("tmp")).expect(WRITABLE);
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
    command
        .args(["test", "--promtool", "./promtool"])
        .env("TMPDIR", folder.path().join("tmp"))
        .current_dir(folder.path());
    (folder, command)
}

#[test]
fn what_it_says_is_harmless() {
    let script = r"printf '\033[31mred\n::error::x\n  ##[error]y\n\342\200\256z\n'; exit 1";
    let (_folder, mut command) = with(script);
    let finished = process::run(&mut command, b"").unwrap();
    assert_eq!(finished.code, Some(1), "{finished}");
    assert_eq!(
        finished.stdout,
        "\\u{1b}[31mred\n\\u{3a}:error::x\n  \\u{23}#[error]y\n\\u{202e}z\n"
    );
}

#[test]
fn what_it_says_has_an_end() {
    let (_folder, mut command) = with("head -c 50000000 /dev/zero | tr '\\0' x; exit 1");
    let finished = process::run(&mut command, b"").unwrap();
    assert_eq!(finished.stdout.len(), 1 << 20);
}

#[cfg(target_os = "linux")]
#[test]
fn it_has_limits() {
    let (_folder, mut command) = with("sleep 0.3; ulimit -d; ulimit -t; exit 1");
    let finished = process::run(&mut command, b"").unwrap();
    assert_eq!(finished.stdout, "1048576\n180\n", "{finished}");
}

#[test]
fn it_ends_with_stackgen_and_leaves_nothing() {
    let (folder, mut command) = with("echo $$ > \"$TMPDIR/../../../pid\"; exec sleep 100");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    let file = folder.path().join("pid");
    let pid = loop {
        match fs::read_to_string(&file) {
            Ok(pid) if pid.ends_with('\n') => break pid.trim().to_owned(),
            _ => assert!(Instant::now() < until, "promtool is not started"),
        }
        thread::sleep(Duration::from_millis(20));
    };
    // Until it listens.
    thread::sleep(Duration::from_millis(500));
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(
        !Command::new("kill").args(["-0", &pid]).stderr(Stdio::null()).status().unwrap().success()
    );
    assert_eq!(fs::read_dir(folder.path().join("tmp")).unwrap().count(), 0);
}

#[test]
fn it_is_stopped_when_it_takes_too_long() {
    let (_folder, mut command) = with("exec sleep 100");
    let began = Instant::now();
    command.args(["--timeout", "3s"]);
    let finished = process::run(&mut command, b"").unwrap();
    assert_eq!(finished.code, Some(1), "{finished}");
    assert!(finished.stderr.contains("promtool did not finish within 3 s"), "{finished}");
    assert!(began.elapsed() < Duration::from_secs(30));
}

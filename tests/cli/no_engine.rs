//! What a verb says that needs an engine where none answers: real sockets, each broken in its own way.

use std::fs;
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::fake_engine::FakeEngine;
use crate::harness::{Case, Ran};
use crate::support::process;

const MINIMAL: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";
/// The advice for a container that may not read a file: it was given for the engine's socket once.
const A_CONTAINERS: &str = "a volume or a secret file";

/// `stackgen status` with this engine.
fn status(host: &str) -> Ran {
    let ran = Case::new().spec(MINIMAL).env("DOCKER_HOST", host).args(["status"]).run();
    ran.code(3).no_stdout().never_says(A_CONTAINERS)
}

/// Root may use every socket, so it becomes somebody else first; anybody else is kept from one without
/// permissions.
#[cfg(target_os = "linux")]
#[test]
fn a_socket_of_another_user_is_told_with_the_way_in() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let root = fs::read_to_string("/proc/self/status").expect("proc").contains("\nUid:\t0\t");
    let engine = FakeEngine::new(&[]).mode(if root { 0o600 } else { 0 });
    let program = folder.path().join("stackgen");
    // By another process: a program that is open for writing, here or in a child of another test, cannot
    // be run.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_stackgen")).arg(&program).status();
    assert!(copied.is_ok_and(|status| status.success()), "it can be copied");
    fs::write(folder.path().join("stack.toml"), MINIMAL).expect("it can be written");
    for path in [folder.path().to_owned(), program.clone(), folder.path().join("stack.toml")] {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
    }
    for verb in ["status", "up", "doctor"] {
        let mut command = Command::new(&program);
        command.arg(verb).current_dir(folder.path()).env_clear();
        command.env("DOCKER_HOST", engine.host()).env("HOME", folder.path());
        if root {
            // Nobody.
            command.uid(65534).gid(65534);
        }
        let finished = process::run(&mut command, b"").expect("it runs");
        let said = format!("{}{}", finished.stdout, finished.stderr);
        assert_eq!(finished.code, Some(3), "{finished}");
        assert!(said.contains("no permission to use the Docker engine at unix://"), "{finished}");
        assert!(said.contains("sudo usermod -aG docker $USER"), "{finished}");
        assert!(said.contains("equivalent to root"), "{finished}");
        assert!(!said.contains(A_CONTAINERS), "{finished}");
    }
}

#[test]
fn a_socket_that_nobody_listens_on_is_told() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let socket = folder.path().join("docker.sock");
    // The file stays when the listener is gone.
    drop(UnixListener::bind(&socket).expect("a socket"));
    status(&format!("unix://{}", socket.display()))
        .stderr_has("nobody listens on the socket")
        .stderr_has("the Docker engine is not running")
        .stderr_has("help: start it: sudo s");
}

#[test]
fn what_is_not_there_or_not_a_socket_is_told() {
    status("unix:///nonexistent/docker.sock")
        .stderr_has("no Docker engine answers at unix:///nonexistent/docker.sock (DOCKER_HOST): the socket does not exist")
        .stderr_has("help: to use the engine in the usual place: unset DOCKER_HOST");
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    status(&format!("unix://{}", folder.path().display()))
        .stderr_has("this is not a socket")
        .stderr_has("unset DOCKER_HOST");
    fs::write(folder.path().join("file"), "").expect("it can be written");
    status(&format!("unix://{}/file", folder.path().display())).stderr_has("this is not a socket");
}

#[test]
fn what_answers_but_is_not_docker_is_told() {
    let other = "something other than a Docker engine listens there";
    let website = FakeEngine::serve(|_, _| ("404 Not Found", "<html></html>".to_owned()));
    status(&website.host()).stderr_has("HTTP status 404").stderr_has(other);
    let json = FakeEngine::serve(|_, _| ("200 OK", "{}".to_owned()));
    status(&json.host()).stderr_has(other);
    let text = FakeEngine::serve(|_, _| ("200 OK", "hello".to_owned()));
    status(&text.host()).stderr_has(other);
    let hangs_up = FakeEngine::connected(drop);
    status(&hangs_up.host()).stderr_has(other);
}

#[test]
fn what_is_wrong_with_docker_host_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
    let address = listener.local_addr().expect("it has an address");
    drop(listener);
    status(&format!("tcp://{address}"))
        .stderr_has("nobody listens there")
        .stderr_has("unset DOCKER_HOST");
    status("tcp://no-such-host.invalid:2375").stderr_has("unset DOCKER_HOST");
    status("ssh://web-1").stderr_has("help: forward its socket");
    status("/var/run/docker.sock")
        .stderr_has("it is not an address such as unix:///var/run/docker.sock")
        .stderr_has("unset DOCKER_HOST");
}

#[test]
fn machines_can_tell_the_kinds_apart() {
    let ran = Case::new().spec(MINIMAL).env("DOCKER_HOST", "unix:///nonexistent/docker.sock");
    let report = ran.args(["status", "--format", "json"]).run().code(3).json();
    assert_eq!(report["errors"][0]["code"], "engine-unreachable");
    assert!(report["errors"][0]["help"].as_array().is_some_and(|help| !help.is_empty()));
}

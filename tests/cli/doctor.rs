//! `stackgen doctor` where no engine is. What it says of a real one is tested where there is one.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::fake_engine::FakeEngine;
use crate::harness::Case;

const NOWHERE: &str = "unix:///nonexistent/docker.sock";
const MINIMAL: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";

/// `stackgen doctor` where no engine is.
fn doctor() -> Case {
    Case::new().env("DOCKER_HOST", NOWHERE).args(["doctor"])
}

/// The findings of a check, as severity and message.
fn findings(report: &Value, code: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let all = report["findings"].as_array().expect("findings");
    let of = all.iter().filter(|finding| finding["code"] == code);
    of.map(|finding| (text(&finding["severity"]), text(&finding["message"]))).collect()
}

#[test]
fn without_an_engine_it_says_where_it_looked_and_what_to_do() {
    doctor()
        .run()
        .code(3)
        .stdout_has(
            "error    engine: no Docker engine answers at unix:///nonexistent/docker.sock (DOCKER_HOST)",
        )
        .stdout_has("help: to use the engine in the usual place: unset DOCKER_HOST")
        .stderr_has("no spec: there is no stack.toml here")
        .stderr_has("1 error")
        .wrote_nothing();
}

#[test]
fn without_an_engine_the_spec_is_looked_at_all_the_same() {
    let ran = doctor().spec(MINIMAL).args(["--format", "json"]).run().code(3);
    let report = ran.result();
    assert_eq!(report["engine"], Value::Null);
    assert_eq!(report["address"], NOWHERE);
    assert_eq!(report["origin"], "DOCKER_HOST");
    assert_eq!(report["host"], Value::Null);
    let note = "secrets/grafana-admin-password does not exist yet";
    assert_eq!(findings(&report, "secret-file"), [("note".to_owned(), note.to_owned())]);
    assert_eq!(findings(&report, "engine").len(), 1);
    assert_eq!(findings(&report, "port").len(), 2);
}

#[test]
fn a_port_that_a_program_has_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
    let port = listener.local_addr().expect("it has an address").port();
    doctor()
        .spec(&format!("{MINIMAL}[grafana]\nport = {port}\n"))
        .run()
        .code(3)
        .stdout_has(&format!("127.0.0.1:{port}, for grafana, is taken by a program"))
        .stdout_has(&format!("help: what it is: sudo ss -ltnp 'sport = :{port}'"));
}

#[test]
fn a_secret_is_looked_at_but_never_shown() {
    let secret = "correct-horse-battery";
    let case = doctor().spec(MINIMAL).file("secrets/grafana-admin-password", secret);
    let file = case.path().join("secrets/grafana-admin-password");
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o444)).expect("a file");
    case.args(["-v"])
        .run()
        .code(3)
        .stdout_has("ok       secret-file: secrets/grafana-admin-password is there, for grafana")
        .never_says(secret)
        .wrote_nothing();
    doctor()
        .spec(MINIMAL)
        .file("secrets/grafana-admin-password", "")
        .run()
        .code(3)
        .stdout_has("error    secret-file: secrets/grafana-admin-password is empty");
    doctor()
        .spec(MINIMAL)
        .file("secrets/grafana-admin-password", " \n")
        .run()
        .code(3)
        .stdout_has("error    secret-file: secrets/grafana-admin-password is empty");
    doctor()
        .spec(MINIMAL)
        .file("secrets/grafana-admin-password/inside", "")
        .run()
        .code(3)
        .stdout_has("error    secret-file: secrets/grafana-admin-password is not a file");
}

#[test]
fn quiet_is_errors_only() {
    let hook = "[alertmanager]\nenabled = true\n[receivers.hook]\ntype = \"webhook\"\nurl_file = \"secrets/hook\"\n\
        [routing]\nP0 = [\"hook\"]\nP1 = [\"hook\"]\nP2 = [\"hook\"]\n";
    let ran = doctor().spec(&format!("{MINIMAL}{hook}")).args(["-q"]).run().code(3).no_stderr();
    assert!(ran.stdout_text().lines().any(|line| line.starts_with("error    engine: ")));
    let verdicts = ran.stdout_text().lines().filter(|line| !line.starts_with(' '));
    assert!(verdicts.clone().count() >= 2, "the secret and the engine");
    for line in verdicts {
        assert!(line.starts_with("error "), "{line}");
    }
}

#[test]
fn what_is_no_address_of_an_engine_is_told() {
    Case::new()
        .env("DOCKER_HOST", "ssh://web-1")
        .args(["doctor"])
        .run()
        .code(3)
        .stdout_has("through a socket or plain TCP only")
        .stdout_has("help: forward its socket");
    Case::new()
        .env("DOCKER_CONTEXT", "there-is-none")
        .args(["doctor"])
        .run()
        .code(3)
        .stdout_has("there is no Docker context `there-is-none`")
        .stdout_has("help: `docker context ls` lists them");
}

/// What answers is no engine: it hangs up on everybody.
#[test]
fn what_answers_but_is_no_engine_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
    let address = listener.local_addr().expect("it has an address");
    let peer = std::thread::spawn(move || drop(listener.accept()));
    Case::new()
        .env("DOCKER_HOST", format!("tcp://{address}"))
        .args(["doctor"])
        .run()
        .code(3)
        .stdout_has(&format!("no Docker engine answers at tcp://{address}"));
    peer.join().expect("somebody came");
}

#[test]
fn a_bad_spec_is_said_before_anything_is_looked_at() {
    let bad = "version = 1\nnam = \"shop\"\n";
    doctor().spec(bad).run().code(2).no_stdout().stderr_has("unknown key `nam`");
    let ran = doctor().spec(bad).args(["--format", "json"]).run().code(2);
    assert_eq!(ran.json()["diagnostics"][0]["code"], "unknown-key");
    doctor().args(["there-is-none.toml"]).run().code(2).no_stdout().stderr_has("cannot read");
}

#[test]
fn a_preset_alone_is_a_spec() {
    doctor()
        .args(["--preset", "minimal"])
        .run()
        .code(3)
        .stdout_has("secret-file: secrets/grafana-admin-password does not exist yet");
}

#[test]
fn what_this_host_is_is_written_into_the_spec() {
    let engine = FakeEngine::new(&[(
        "/info",
        json!({ "OperatingSystem": "Fedora", "NCPU": 2, "MemTotal": 8_u64 << 30,
            "DockerRootDir": "/srv/docker", "SecurityOptions": ["name=selinux"] }),
    )]);
    let spec = format!("{MINIMAL}\n# Panels.\n[grafana]\nport = 3001 # mine\n");
    let case = |args: &[&str]| {
        Case::new().spec(&spec).env("DOCKER_HOST", engine.host()).args(["doctor"]).args(args)
    };
    case(&[]).run().stdout_has("The spec should say:\n\n[host]\n").wrote_nothing();
    let ran = case(&["--write"]).run();
    let ran = ran
        .stdout_has("+[host]\n")
        .stdout_has("+selinux = true\n")
        .stderr_has("wrote stack.toml\n");
    let ran = ran.file_has("stack.toml", "selinux = true\n").never_says("The spec should say");
    ran.file_has("stack.toml", "# Panels.\n[grafana]\nport = 3001 # mine\n\n[host]\n")
        .wrote_only(["stack.toml"])
        .then()
        .env("DOCKER_HOST", engine.host())
        .args(["doctor", "--write"])
        .run()
        .never_says("wrote")
        .wrote_nothing();
    let report = case(&["--write", "--format", "json"]).run().result();
    assert!(report["diff"].as_str().is_some_and(|diff| diff.contains("+selinux = true")));
    assert_eq!(report["host"], Value::Null);
    let none = doctor().args(["--write"]).run().code(2).no_stdout();
    none.stderr_has("--write needs a spec to write to").tree([]);
}

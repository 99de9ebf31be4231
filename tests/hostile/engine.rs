//! Answers of engines and programs that have no end, come too late, or are none.

use std::io::Write as _;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::fake::{self, Fake};
use crate::harness::{Case, Ran};
use crate::limited::{run, within};

const SPEC: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";
/// What `stackgen status` needs anyway, and some answers of the longest that are read.
const MEBIBYTES: u64 = 512;

/// `stackgen status`, with an engine whose answer to one path is another.
#[track_caller]
fn status(path: &'static str, attack: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Ran {
    let engine = Fake::engine(move |asked, stream| {
        let is_it = asked == path;
        if is_it {
            attack(stream);
        }
        is_it
    });
    let case = Case::new().spec(SPEC).env("DOCKER_HOST", engine.host());
    within(60, || run(case, MEBIBYTES, &["status"])).code(3)
}

fn forever(stream: &mut TcpStream, bytes: &[u8]) {
    while fake::chunk(stream, bytes) {}
}

fn silence() {
    thread::sleep(Duration::from_secs(600));
}

#[test]
fn an_answer_without_an_end_is_no_answer() {
    let blanks = vec![b' '; 1 << 20];
    for path in ["/version", "/containers/json"] {
        let blanks = blanks.clone();
        let ran = status(path, move |stream| {
            fake::begin(stream, "application/json");
            fake::chunk(stream, b"[");
            forever(stream, &blanks);
        });
        ran.stderr_has("its answer is longer than 16 MiB");
    }
}

#[test]
fn an_answer_that_says_it_is_huge_is_not_waited_for() {
    let blanks = vec![b' '; 1 << 20];
    status("/networks", move |stream| {
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1073741824";
        let _ = write!(stream, "{head}\r\n\r\n[");
        while stream.write_all(&blanks).is_ok() {}
    })
    .stderr_has("its answer is longer than 16 MiB");
}

#[test]
fn many_things_of_an_honest_length_fit_into_memory() {
    // The most structs in the fewest bytes.
    let many = format!("[{}{{}}]", "{},".repeat((15 << 20) / 3));
    let engine = Fake::engine(move |asked, stream| {
        let is_it = asked == "/containers/json";
        if is_it {
            fake::whole(stream, "200 OK", &many);
        }
        is_it
    });
    let case = Case::new().spec(SPEC).env("DOCKER_HOST", engine.host());
    let ran = within(60, || run(case, MEBIBYTES, &["status"]));
    ran.code(3).stderr_has("its answer has more than 200000 objects");
}

#[test]
fn silence_is_not_waited_for_long() {
    status("/version", |_| silence()).stderr_has("it did not answer within 10 seconds");
    status("/containers/json", |_| silence()).stderr_has("no whole answer within 30 s");
}

#[test]
fn an_answer_drop_by_drop_is_not_waited_for_long() {
    status("/volumes", |stream| {
        fake::begin(stream, "application/json");
        while fake::chunk(stream, b" ") {
            thread::sleep(Duration::from_millis(500));
        }
    })
    .stderr_has("no whole answer within 30 s");
}

#[test]
fn garbage_is_no_engine() {
    status("/version", |stream| {
        let _ = stream.write_all(&[0xff; 1 << 10]);
    })
    .stderr_has("something other than a Docker engine listens there");
    status("/networks", |stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
        let long = [b'x'; 1 << 10];
        while stream.write_all(&long).is_ok() {}
    })
    .stderr_has("the connection to the Docker engine failed");
}

#[test]
fn an_error_of_an_engine_is_no_longer_than_anybody_reads() {
    let ran = status("/volumes", |stream| {
        let message = "x".repeat(1 << 20);
        fake::whole(stream, "500 Oops", &json!({ "message": message }).to_string());
    });
    assert!(ran.stderr_text().len() < 4 << 10, "{} bytes", ran.stderr_text().len());
}

/// `stackgen logs`, of a container whose log is this.
#[track_caller]
fn logs(
    args: &[&str],
    mebibytes: u64,
    log: impl Fn(&mut TcpStream) + Send + Sync + 'static,
) -> Ran {
    let case = Case::new().spec(SPEC);
    let engine = fake::with_log(case.path(), log);
    let args = [&["logs"], args].concat();
    within(60, || run(case.env("DOCKER_HOST", engine.host()), mebibytes, &args))
}

const LINE: &str = "2026-11-24T20:31:03.736123456Z 0123456789012345678901234567890123456789\n";

/// A chunk of lines, so often that they are 64 MiB.
fn many_lines(stream: &mut TcpStream) {
    let lines = fake::frame(LINE).repeat(10_000);
    for _ in 0..(64 << 20) / lines.len() {
        fake::chunk(stream, &lines);
    }
}

#[test]
fn a_long_log_is_shown_as_it_comes() {
    let ran = logs(&[], 128, many_lines).code(0);
    let lines = ran.stdout_text().lines().count();
    assert!(lines > 800_000, "{lines} lines");
}

#[test]
fn a_document_has_the_newest_lines_of_a_long_log() {
    let report = logs(&["--format", "json"], 512, many_lines).code(0).json();
    let lines = report["result"]["lines"].as_array().map(Vec::len);
    let omitted = report["result"]["omitted"].as_u64();
    assert!(omitted.is_some_and(|omitted| omitted > 500_000), "{omitted:?}");
    assert!(lines.is_some_and(|lines| lines > 100_000), "{lines:?}");
}

#[test]
fn a_line_of_a_log_has_an_end() {
    for args in [&[][..], &["-f"]] {
        let ran = logs(args, 128, |stream| {
            fake::chunk(stream, &[1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
            forever(stream, &vec![b'x'; 1 << 20]);
        });
        ran.code(3).stderr_has("one line of it is longer than 4 MiB");
    }
}

#[test]
fn what_is_to_be_encrypted_is_not_sent_in_the_open() {
    let engine = Fake::engine(|_, _| false);
    let case = Case::new().spec(SPEC).env("DOCKER_HOST", engine.host());
    case.env("DOCKER_TLS_VERIFY", "1")
        .args(["status"])
        .run()
        .code(3)
        .stderr_has("DOCKER_TLS_VERIFY asks for TLS, but stackgen connects through a socket or plain TCP only")
        .stderr_has("help: forward its socket: ssh ");
    // A socket needs no TLS.
    let case = Case::new().spec(SPEC).env("DOCKER_HOST", "unix:///nonexistent/docker.sock");
    let ran = case.env("DOCKER_TLS_VERIFY", "1").args(["status"]).run();
    ran.code(3).stderr_has("the socket does not exist");
}

#[test]
fn a_context_with_certificates_is_not_used_in_the_open() {
    let engine = Fake::engine(|_, _| false);
    // The SHA-256 digest of `remote`.
    let digest = "b71199ebd070b36beab7317920c2c2f1d777df8d05e5527d8458fda57cb17a7a";
    let meta = json!({ "Name": "remote", "Endpoints": { "docker": { "Host": engine.host() } } });
    Case::new()
        .spec(SPEC)
        .file(&format!(".docker/contexts/meta/{digest}/meta.json"), &meta.to_string())
        .file(&format!(".docker/contexts/tls/{digest}/docker/ca.pem"), "")
        .env("DOCKER_CONTEXT", "remote")
        .args(["status"])
        .run()
        .code(3)
        .stderr_has("Docker context `remote` asks for TLS");
}

/// `stackgen verify --wait 1s`, where Prometheus and Alertmanager are this.
#[track_caller]
fn verify(seconds: u64, program: &Fake) -> Ran {
    let case = Case::new().spec("version = 1\nname = \"shop\"\n");
    let case = case.env("DOCKER_HOST", "unix:///nonexistent/docker.sock");
    let url = program.url();
    let args = ["verify", "--wait", "1s", "--prometheus", &url, "--alertmanager", &url];
    within(seconds, || run(case, 1024, &args))
}

#[test]
fn a_silent_program_is_waited_for_once() {
    verify(45, &Fake::serve(|_, _| silence())).code(3).stderr_has("no answer within 20 s");
    // Here only Alertmanager is silent.
    let ran = verify(
        60,
        &Fake::serve(|path, stream| match prometheus(path) {
            Some(data) => fake::json(stream, &json!({ "status": "success", "data": data })),
            None => silence(),
        }),
    );
    ran.code(1);
}

/// What Prometheus says when it knows nothing.
fn prometheus(path: &str) -> Option<Json> {
    Some(match path {
        "/api/v1/status/config" => json!({ "yaml": "" }),
        "/api/v1/status/flags" => json!({}),
        "/api/v1/rules" => json!({ "groups": [] }),
        "/api/v1/alertmanagers" => json!({ "activeAlertmanagers": [], "droppedAlertmanagers": [] }),
        "/api/v1/alerts" => json!({ "alerts": [] }),
        "/api/v1/targets" => json!({ "activeTargets": [], "droppedTargets": [] }),
        "/api/v1/query" => json!({ "resultType": "vector", "result": [] }),
        "/api/v1/format_query" => json!("up"),
        "/api/v1/series" | "/api/v1/targets/metadata" => json!([]),
        path if path.starts_with("/api/v1/") => json!([]),
        _ => return None,
    })
}

//! What machines read: every verb, when it works and when it fails, prints one document that is as the
//! schema says.

use serde_json::{Value as Json, json};

use crate::fake_engine::{self, FakeEngine};
use crate::harness::{Case, Ran};
use crate::support::draft7::Draft7;

const SPEC: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";
const BAD: &str = "version = 1\nnam = \"shop\"\n";
const NOWHERE: &str = "unix:///nonexistent/docker.sock";

/// Every verb that reports, with arguments that it takes.
const REPORTING: &[(&str, &[&str])] = &[
    ("render", &["render"]),
    ("check", &["check"]),
    ("test", &["test", "--promtool", "/bin/true"]),
    ("up", &["up"]),
    ("status", &["status"]),
    ("logs", &["logs"]),
    ("reload", &["reload"]),
    ("down", &["down"]),
    ("verify", &["verify", "--prometheus=http://127.0.0.1:9"]),
    ("doctor", &["doctor"]),
];

fn schema() -> Draft7 {
    Draft7::new(Case::new().args(["schema", "report"]).run().code(0).no_stderr().json())
}

/// The document that a run has printed: the only one, as the schema says, and true to the exit code.
#[track_caller]
fn report(ran: &Ran, verb: Option<&str>, code: u8) -> Json {
    let report = ran.json();
    if let Err(error) = schema().verdict(&report) {
        panic!("{error}\n{report:#}");
    }
    assert_eq!(report["version"], 1);
    assert_eq!(report["stackgen"], env!("CARGO_PKG_VERSION"));
    assert_eq!(report["verb"], json!(verb), "{report:#}");
    assert_eq!(report["exit_code"], code, "{report:#}");
    assert_eq!(report["ok"], code == 0, "{report:#}");
    let errors = report["errors"].as_array().expect("a list");
    assert_eq!(errors.is_empty(), code == 0, "{report:#}");
    report
}

fn case(spec: &str, host: &str, args: &[&str]) -> Case {
    let case = Case::new().spec(spec).env("DOCKER_HOST", host);
    case.args(args).args(["--format", "json"])
}

#[test]
fn a_refused_spec_is_told_alike_by_every_verb() {
    for (verb, args) in REPORTING {
        let report = report(&case(BAD, NOWHERE, args).run().code(2), Some(verb), 2);
        assert_eq!(report["outcome"], "bad-input", "{verb}");
        assert_eq!(report["errors"][0]["code"], "spec", "{verb}");
        assert_eq!(report["diagnostics"][0]["code"], "unknown-key", "{verb}");
    }
}

#[test]
fn a_missing_spec_is_told_alike_by_every_verb() {
    for (verb, args) in REPORTING {
        let mut args = args.to_vec();
        args.extend(if *verb == "logs" { ["--spec", "no.toml"] } else { ["no.toml", "-v"] });
        let report = report(&case(SPEC, NOWHERE, &args).run().code(2), Some(verb), 2);
        let message = report["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains("cannot read no.toml"), "{verb}: {message}");
        assert_eq!(report["result"], Json::Null, "{verb}");
    }
}

#[test]
fn an_engine_that_does_not_answer_is_told_alike() {
    for (verb, args) in REPORTING {
        if !["up", "status", "logs", "reload", "down"].contains(verb) {
            continue;
        }
        let report = report(&case(SPEC, NOWHERE, args).run().code(3), Some(verb), 3);
        assert_eq!(report["outcome"], "failed", "{verb}");
        assert_eq!(report["errors"][0]["code"], "engine-unreachable", "{verb}");
        assert!(report["errors"][0]["help"].as_array().is_some_and(|help| !help.is_empty()));
    }
    let doctor = report(&case(SPEC, NOWHERE, &["doctor"]).run().code(3), Some("doctor"), 3);
    let codes: Vec<_> =
        doctor["errors"].as_array().into_iter().flatten().map(|it| &it["code"]).collect();
    assert!(codes.contains(&&json!("engine")), "{doctor:#}");
    let at = "verify";
    let verify = report(&case(SPEC, NOWHERE, REPORTING[8].1).run().code(3), Some(at), 3);
    assert_eq!(verify["result"], Json::Null);
}

#[test]
fn bad_usage_is_a_document_too() {
    for args in [
        &["rendr", "--format", "json"][..],
        &["render", "--chek", "--format=json"],
        &["--format", "json", "catalog", "show"],
        &["--format", "json"],
    ] {
        let report = report(&Case::new().args(args).run().code(2), None, 2);
        assert_eq!(report["errors"][0]["code"], "usage", "{args:?}");
        let message = report["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(!message.is_empty(), "{args:?}");
    }
    let report = report(
        &Case::new().args(["catalog", "show", "postgre", "--format", "json"]).run().code(2),
        Some("catalog show"),
        2,
    );
    assert_eq!(report["errors"][0]["help"], json!(["did you mean `postgres`?"]));
}

#[test]
fn what_works_is_told_as_the_schema_says() {
    let engine = FakeEngine::new(&[]);
    let works = |verb: &str, args: &[&str]| {
        report(&case(SPEC, &engine.host(), args).run().code(0), Some(verb), 0)["result"].take()
    };
    let rendered = works("render", &["render"]);
    assert_eq!(rendered["drift"], true);
    assert!(rendered["services"].as_u64() > Some(1) && rendered["alerts"].as_u64() > Some(1));
    assert_eq!(rendered["missing_secrets"], json!([]));
    assert_eq!(rendered["generated_secrets"], json!(["secrets/grafana-admin-password"]));
    assert!(works("render", &["render", "--diff"])["diff"].is_string());
    assert_eq!(works("check", &["check"]), json!({ "errors": 0, "warnings": 0 }));
    let tested = works("test", &["test", "--promtool", "/bin/true"]);
    assert_eq!((&tested["passed"], &tested["promtool"]), (&json!(true), &json!("/bin/true")));
    assert!(tested["seconds"].as_f64().is_some());
    let up = works("up", &["up", "--dry-run"]);
    assert_eq!(up["dry_run"], true);
    assert_eq!(up["steps"][0]["kind"], "network", "{up:#}");
    assert_eq!(up["steps"][0]["action"], "create", "{up:#}");
    assert_eq!(up["addresses"][0]["url"], "http://127.0.0.1:9090");
    assert_eq!(works("down", &["down"])["project"], "shop");
    let written = works("set", &["set", "grafana.port", "3001"]);
    assert_eq!(written["written"], true);
    works("add", &["add", "app", "web", "--targets", "web.example:80"]);
    works("explain", &["explain", "bad-value"]);
    works("explain", &["explain"]);
    works("catalog list", &["catalog", "list"]);
    works("catalog show", &["catalog", "show", "node"]);
    let convention = works("catalog show", &["catalog", "show", "express"]);
    assert_eq!(convention["signals"]["buckets"][0], 0.1, "{convention:#}");
}

#[test]
fn what_is_somebody_elses_is_told_and_is_in_the_way() {
    let volume = fake_engine::volume("/srv/shop".as_ref());
    let engine = FakeEngine::new(&[("/volumes", json!({ "Volumes": [volume] }))]);
    let other = json!([{ "kind": "volume", "name": "shop_prometheus-data", "owner": "stack",
        "place": "/srv/shop/monitoring" }]);
    let run = |args: &[&str], code: u8| {
        let ran = case(SPEC, &engine.host(), args).run().code(code.into());
        report(&ran, Some(args[0]), code)
    };
    assert_eq!(run(&["status"], 1)["result"]["others"], other);
    assert_eq!(run(&["down", "--volumes"], 0)["result"]["others"], other);
    let up = run(&["up"], 1);
    assert_eq!(up["errors"][0]["code"], "name-taken", "{up:#}");
    assert_ne!(up["errors"][0]["help"], json!([]), "{up:#}");
}

#[test]
fn an_answer_that_is_no_is_told_with_its_result() {
    let engine = FakeEngine::new(&[]);
    let no = |verb: &str, args: &[&str]| {
        let report = report(&case(SPEC, &engine.host(), args).run().code(1), Some(verb), 1);
        assert_eq!(report["outcome"], "no", "{verb}");
        report
    };
    let drift = no("render", &["render", "--check"]);
    assert_eq!(drift["errors"][0]["message"], "monitoring is not what the spec says");
    assert_eq!(no("test", &["test", "--promtool", "/bin/false"])["result"]["passed"], false);
    let status = no("status", &["status"]);
    assert_eq!(status["result"]["well"], false);
    assert_eq!(status["result"]["services"][0]["state"], "absent");
    assert_eq!(status["result"]["services"][0]["pending"], "create");
    assert_eq!(status["result"]["services"][0]["ports"], json!([]));
    no("logs", &["logs"]);
    no("reload", &["reload"]);
}

#[test]
fn what_needs_a_yes_is_refused_where_nobody_can_be_asked() {
    let down = |args: &[&str]| {
        let case = Case::new().spec(SPEC);
        let volume = fake_engine::volume(case.path());
        let engine = FakeEngine::new(&[("/volumes", json!({ "Volumes": [volume] }))]);
        let case = case.env("DOCKER_HOST", engine.host()).args(["--format", "json", "down"]);
        case.args(args).run()
    };
    report(&down(&["--volumes"]).code(2), Some("down"), 2);
    let removed = report(&down(&["--volumes", "--yes"]).code(0), Some("down"), 0);
    assert_eq!(removed["result"]["volumes"], json!(["shop_prometheus-data"]));
}

#[test]
fn an_interrupted_run_is_a_document_too() {
    let hangs = FakeEngine::connected(std::mem::forget);
    let stackgen = env!("CARGO_BIN_EXE_stackgen");
    let interrupted = |args: &str| {
        let script = format!("timeout -s INT --preserve-status 2 {stackgen} {args} --format json");
        let case = Case::new().spec(SPEC).env("DOCKER_HOST", hangs.host());
        case.program("sh").args(["-c", &script]).run().code(130)
    };
    for (verb, args) in [
        ("status", "status"),
        ("up", "up"),
        ("verify", "verify --prometheus=http://127.0.0.1:9 --wait=60s"),
    ] {
        let report = report(&interrupted(args), Some(verb), 130);
        assert_eq!(report["outcome"], "interrupted");
        assert_eq!(report["errors"][0]["code"], "interrupted", "{report:#}");
    }
}

#[test]
fn a_watch_is_a_document_a_line() {
    let engine = FakeEngine::new(&[]);
    let stackgen = env!("CARGO_BIN_EXE_stackgen");
    let script =
        format!("timeout -s INT --preserve-status 3 {stackgen} status --watch --format json");
    let case = Case::new().spec(SPEC).env("DOCKER_HOST", engine.host());
    let ran = case.program("sh").args(["-c", &script]).run().code(130);
    let lines: Vec<Json> = ran
        .stdout_text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let (last, looks) = lines.split_last().expect("lines");
    assert!(looks.len() >= 2, "{}", ran.stdout_text());
    for look in looks {
        assert_eq!(look["well"], false);
    }
    assert_eq!(schema().verdict(last), Ok(()));
    assert_eq!(last["exit_code"], 130);
}

#[test]
fn what_has_a_form_of_its_own_prints_that_or_fails_like_the_rest() {
    for args in [&["schema"][..], &["completions", "bash"], &["man"]] {
        let plain = Case::new().args(args).run().code(0);
        let same = Case::new().args(args).args(["--format", "json"]).run().code(0);
        same.stdout(plain.stdout_text());
    }
    let ran = Case::new()
        .file("integrations/broken.toml", "title = 1\n")
        .args(["schema", "--format", "json"])
        .run()
        .code(2);
    report(&ran, Some("schema"), 2);
}

/// A document without a part that it must have is refused, so the test above can fail.
#[test]
fn the_schema_refuses_what_is_no_report() {
    let schema = schema();
    let whole = Case::new().spec(SPEC).args(["check", "--format", "json"]).run().code(0).json();
    assert_eq!(schema.verdict(&whole), Ok(()));
    for key in ["version", "verb", "ok", "exit_code", "errors", "diagnostics", "result"] {
        let mut part = whole.clone();
        part.as_object_mut().expect("an object").remove(key);
        assert!(schema.verdict(&part).is_err(), "without {key}");
    }
    let mut other = whole.clone();
    other["result"] = json!({ "errors": "none", "warnings": 0 });
    assert!(schema.verdict(&other).is_err(), "a result of another form");
    other["result"] = json!({ "errors": 0 });
    assert!(schema.verdict(&other).is_err(), "a result without a key");
}

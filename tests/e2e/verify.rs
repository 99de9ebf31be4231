//! `stackgen verify` and `stackgen status` on a stack that runs: also where only its proxy is published,
//! and where not all is well.

use serde_json::{Value, json};

use crate::engine;
use crate::fixture::Fixture;
use crate::poll;
use crate::support::process::Finished;

/// The receivers that a test message must reach, each at an address of its own.
const RECEIVERS: [(&str, &str); 3] = [("hook", "/hook"), ("chat", "/chat"), ("pulse", "/pulse")];

/// A name and the hash of a password that nobody knows.
const USERS: &str = "dummy $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG\n";

#[track_caller]
fn report(ran: &Finished) -> Value {
    let mut report: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}\n{ran}"));
    report["result"].take()
}

/// What an address was told of the test of its receiver.
fn tests_heard(fixture: &Fixture<'_>, path: &str) -> Vec<Value> {
    let heard = fixture.receiver.heard_at(path);
    let alerts = heard.iter().flat_map(|said| said["alerts"].as_array().into_iter().flatten());
    alerts.filter(|alert| alert["labels"]["alertname"] == "StackgenReceiverTest").cloned().collect()
}

/// A target is down when Prometheus says so.
#[track_caller]
fn wait_for_down(fixture: &Fixture<'_>, job: &str) {
    poll::until("the target is down", || {
        let targets = fixture.targets()?;
        let down = |target: &&Value| target["labels"]["job"] == job && target["health"] == "down";
        if targets.iter().any(|target| down(&target)) {
            Ok(())
        } else {
            Err(format!("{targets:#?}"))
        }
    });
}

#[test]
fn a_stack_behind_the_proxy_is_proven_and_each_receiver_gets_one_test() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    // The proxy serves both, and asks for a password.
    fixture.secret("proxy-users", USERS);
    fixture.change_spec("[grafana]", "[proxy]\nenabled = true\ntls = \"internal\"\n\n[grafana]");
    for url in [&fixture.prometheus, &fixture.alertmanager] {
        let port = url.rsplit(':').next().unwrap_or_default();
        let proxied =
            format!("bind = \"{}\"\ndomain = \"at-{port}.shop.example\"\n", engine.host());
        fixture.change_spec(&format!("port = {port}\n"), &proxied);
    }
    fixture.secret("chat-url", &fixture.receiver.url_at("/chat"));
    fixture.secret("pulse-url", &fixture.receiver.url_at("/pulse"));
    fixture.change_spec(
        "[routing]",
        "[receivers.chat]\ntype = \"webhook\"\nurl_file = \"secrets/chat-url\"\n\n\
         [receivers.pulse]\ntype = \"webhook\"\nurl_file = \"secrets/pulse-url\"\n\n[routing]",
    );
    fixture.change_spec("P1 = [\"hook\"]", "P1 = [\"chat\", \"hook\"]");
    fixture.change_spec("heartbeat = [\"hook\"]", "heartbeat = [\"pulse\"]");

    let early = fixture.stackgen(["verify"]);
    assert_eq!(early.code, Some(3), "{early}");
    assert!(early.stderr.contains("no published port and no running container"), "{early}");
    assert!(early.stderr.contains("help: start the stack: stackgen up"), "{early}");

    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    assert!(up.stderr.contains("https://"), "what the proxy serves has its own names: {up}");
    assert!(!up.stderr.contains(":443"), "{up}");
    for path in ["/", "/fail", "/slow"] {
        let _ = fixture.application.request(path);
    }
    let args = ["verify", "--wait", "100s", "--receiver-test", "--format", "json"];
    let verified = fixture.stackgen(args);
    assert_eq!(verified.code, Some(0), "{verified}");
    let verified = report(&verified);
    for (program, port) in [("prometheus", 9090), ("alertmanager", 9093)] {
        let at = verified[program].as_str().unwrap_or_default();
        assert!(at.starts_with("http://172."), "not the engine's network: {at}");
        assert!(at.ends_with(&format!(":{port}")), "{at}");
    }
    for (name, path) in RECEIVERS {
        let heard = tests_heard(&fixture, path);
        assert_eq!(heard.len(), 1, "{name}: {heard:#?}");
        assert_eq!(heard[0]["status"], "firing", "{name}");
    }

    let mut nowhere = fixture.stackgen_command();
    nowhere.env("DOCKER_HOST", "unix:///nonexistent/docker.sock").arg("verify");
    let nowhere = crate::support::process::run(&mut nowhere, b"").expect("it can be run");
    assert_eq!(nowhere.code, Some(2), "{nowhere}");
    assert!(
        nowhere.stderr.contains("cannot query prometheus: it is not published on this host"),
        "{nowhere}"
    );
    assert!(nowhere.stderr.contains("help: say where it is with --prometheus URL"), "{nowhere}");

    let status = fixture.stackgen(["status", "--format", "json"]);
    assert_eq!(status.code, Some(0), "{status}");
    assert_eq!(report(&status)["prometheus"]["address"], verified["prometheus"]);
}

#[test]
fn status_tells_which_targets_are_down_and_what_fires() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    fixture.change_spec("[receivers.hook]", "[alerts.RedisDown]\nfor = \"2s\"\n\n[receivers.hook]");
    let absent = fixture.stackgen(["status"]);
    assert_eq!(absent.code, Some(1), "{absent}");
    assert!(
        absent.stderr.contains(
            "cannot determine which targets are up and which alerts fire: it does not run"
        ),
        "{absent}"
    );
    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    poll::until("all is well", || {
        let status = fixture.stackgen(["status"]);
        let well = status.succeeded() && status.stdout.contains("\ntargets: 10 of 10 up\n");
        if well { Ok(()) } else { Err(status.to_string()) }
    });

    // What is down is no service of the stack: all of those are well.
    let stopped = fixture.application.compose(["stop", "backend", "carts"]);
    assert!(stopped.succeeded(), "{stopped}");
    wait_for_down(&fixture, "backend");
    poll::until("RedisDown fires", || {
        let expr = r#"ALERTS{alertname="RedisDown",alertstate="firing"}"#;
        match fixture.query(expr)? {
            series if series.is_empty() => Err(format!("{expr} has no series")),
            _ => Ok(()),
        }
    });
    let status = fixture.stackgen(["status"]);
    assert_eq!(status.code, Some(1), "{status}");
    for part in [
        "\ntargets: 9 of 10 up\n  down: backend http://backend:8080/metrics: ",
        "\nalerts: 1 firing\n\nALERT",
        "\nRedisDown  P0 ",
        " ago  instance=\"carts\" job=\"redis\"",
    ] {
        assert!(status.stdout.contains(part), "{part}\n{status}");
    }
    let status = fixture.stackgen(["status", "--format", "json"]);
    assert_eq!(status.code, Some(1), "{status}");
    let told = report(&status);
    assert_eq!(told["well"], false);
    let services = told["services"].as_array().cloned().unwrap_or_default();
    assert_eq!(services.len(), 8, "{told:#}");
    for service in services {
        assert_eq!(service["state"], "running", "{service:#}");
        assert_eq!(service["pending"], Value::Null, "{service:#}");
    }
    let targets = &told["prometheus"]["targets"];
    assert_eq!((&targets["up"], &targets["waiting"]), (&json!(9), &json!(0)), "{told:#}");
    assert_eq!(targets["down"][0]["job"], "backend");
    let alerts = &told["prometheus"]["alerts"];
    assert_eq!((&alerts[0]["name"], &alerts[0]["tier"]), (&json!("RedisDown"), &json!("P0")));
    assert_eq!(alerts.as_array().map(Vec::len), Some(1), "no sign of life: {alerts:#}");

    // The stack's own ports are no problem of its own.
    let doctor = fixture.stackgen(["doctor"]);
    let own = doctor.stdout.matches("ok       port: 127.0.0.1:").count();
    assert_eq!((own, doctor.stdout.matches("is this stack's own").count()), (3, 3), "{doctor}");

    // It runs, and hangs: nobody knows how the targets are, and that by itself is no answer.
    let prometheus = format!("{}-prometheus-1", fixture.project);
    let hung = engine.docker(["kill", "--signal=STOP", &prometheus]);
    assert!(hung.succeeded(), "{hung}");
    let status = fixture.stackgen(["status", "--format", "json"]);
    let told = report(&status);
    assert_eq!(told["prometheus"], Value::Null, "{told:#}");
    let error = told["prometheus_error"].as_str().unwrap_or_default();
    assert!(error.contains("cannot be reached: no answer within"), "{error}");
    assert_eq!(status.code, Some(0), "{status}");
    let going = engine.docker(["kill", "--signal=CONT", &prometheus]);
    assert!(going.succeeded(), "{going}");
}

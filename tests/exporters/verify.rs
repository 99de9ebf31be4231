//! `stackgen verify` against a stack of real programs.

use serde_json::Value as Json;

use crate::app;
use crate::support::process::Finished;
use crate::whole::{SPEC, Whole, verify};

fn unchanged(_: &str, text: String) -> String {
    text
}

/// What a check says, of the JSON that was printed.
#[track_caller]
fn check<'a>(report: &'a Json, name: &str) -> &'a Json {
    let checks = report["checks"].as_array().unwrap_or_else(|| panic!("{report:#}"));
    checks.iter().find(|check| check["check"] == name).unwrap_or_else(|| panic!("{report:#}"))
}

#[track_caller]
fn json(ran: &Finished, code: i32) -> Json {
    assert_eq!(ran.code, Some(code), "{ran}");
    let mut report: Json =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}\n{ran}"));
    report["result"].take()
}

/// One of a check's findings says this.
#[track_caller]
fn finds(report: &Json, name: &str, subject: &str, problem: &str) {
    let findings = check(report, name)["findings"].as_array().expect("a list");
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let found = findings.iter().any(|finding| {
        text(&finding["subject"]).contains(subject) && text(&finding["problem"]).contains(problem)
    });
    assert!(found, "no `{problem}` of `{subject}` in {findings:#?}");
}

/// A check has no findings.
#[track_caller]
fn passes(report: &Json, name: &str) {
    assert_eq!(check(report, name)["passes"], true, "{:#}", check(report, name));
}

#[test]
fn a_stack_that_runs_as_rendered_is_proven_and_nobody_is_told() {
    let Some(mut whole) = Whole::start(SPEC, unchanged) else { return };
    let ran = whole.verify(SPEC, &["--wait=60s"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    for line in [
        "targets         ok      8/8 up\n",
        "configuration   ok      3/3 in force as rendered\n",
        "delivery        ok      3/3 links from rule to receiver hold\n",
        "routing         ok      3/3 tiers routed as the spec says\n",
    ] {
        assert!(ran.stdout.contains(line), "{line}{ran}");
    }
    assert!(ran.stderr.ends_with("the stack runs as rendered\n"), "{ran}");

    let report = json(&whole.verify(SPEC, &["--wait=60s", "--format=json"]), 0);
    assert_eq!(report["passes"], true);
    assert!(check(&report, "panels")["expected"].as_u64() > Some(40));
    assert!(check(&report, "rules")["expected"].as_u64() > Some(10));
    let tiers = ["P0 to hook", "P1 to hook", "P2 to nobody"];
    assert_eq!(check(&report, "routing")["passed"], serde_json::json!(tiers));

    // When the test alerts would have been sent, the silence keeps them.
    let alertmanager = whole.alertmanager.as_mut().expect("it runs");
    alertmanager.wait_for(|running| {
        let page = running.get("/metrics").map_err(|error| error.to_string())?;
        let kept = "alertmanager_notifications_suppressed_total{reason=\"silence\"} ";
        let line = page.lines().find_map(|line| line.strip_prefix(kept));
        if line.is_some_and(|count| count != "0") { Ok(()) } else { Err(format!("{line:?}")) }
    });
    assert_eq!(whole.hook.got("/take", "Stackgen"), Vec::<String>::new());
}

#[test]
fn what_stopped_and_what_was_changed_is_found() {
    let Some(mut whole) = Whole::start(SPEC, unchanged) else { return };
    drop(whole.node.take());
    whole.prometheus.wait_for(|running| {
        let down = running.get("/api/v1/query?query=up%7Bjob%3D%22node-exporter%22%7D%3D%3D0");
        let down = down.map_err(|error| error.to_string())?;
        if down.contains("node-exporter") { Ok(()) } else { Err(down) }
    });
    let ran = whole.verify(SPEC, &["--wait=0", "--format=json"]);
    let report = json(&ran, 1);
    finds(&report, "targets", "node-exporter node-exporter:9100", "connection refused");
    let targets = check(&report, "targets").to_string();
    assert!(targets.contains("nothing listens there"), "{targets}");
    finds(&report, "panels", "node", "panels have no data: no target of node-exporter is up");
    finds(&report, "panels", "overview", "no target of node-exporter is up");
    passes(&report, "configuration");

    // Another spec than the one that was rendered.
    let other = SPEC
        .replace("scrape_interval = \"1s\"", "scrape_interval = \"2s\"")
        .replace("time = \"14d\"", "time = \"15d\"")
        .replace("P1 = [\"hook\"]", "P1 = []")
        .replace("targets = [\"backend:8080\"]", "targets = [\"backend:8081\"]");
    let report = json(&whole.verify(&other, &["--wait=0", "--format=json"]), 1);
    let prometheus = "prometheus/prometheus.yml";
    finds(
        &report,
        "configuration",
        prometheus,
        "global.scrape_interval is `1s`, but rendered as `2s`",
    );
    finds(&report, "configuration", "arguments", "retention.time is `2w`, but rendered as `15d`");
    finds(&report, "configuration", "alertmanager/alertmanager.yml", "receivers[P1] is in force");
    finds(&report, "targets", "backend backend:8081", "is not scraped");
    finds(&report, "targets", "backend backend:8080", "is scraped, but not rendered");
    finds(&report, "routing", "P1 to nobody", "is routed to `P1`, not to `nobody`");

    // Without Alertmanager, the rest can still be told.
    drop(whole.alertmanager.take());
    let nobody = "127.0.0.1:9";
    let ran = verify(SPEC, &whole.fronts[0], nobody, &["--wait=0", "--format=json"]);
    let report = json(&ran, 1);
    let refused = "cannot be reached: Connection refused";
    finds(&report, "delivery", "Watchdog", refused);
    finds(&report, "configuration", "alertmanager/alertmanager.yml", refused);
    finds(&report, "routing", "all tiers", refused);
    passes(&report, "rules");

    // Without Prometheus, nothing can.
    let ran = verify(SPEC, nobody, nobody, &["--format=json"]);
    let report = json(&ran, 3);
    assert_eq!(report, Json::Null);
    assert!(
        ran.stderr.contains("error: Prometheus at http://127.0.0.1:9 cannot be reached"),
        "{ran}"
    );
    assert!(ran.stderr.contains("help: start the stack"), "{ran}");
}

#[test]
fn a_rule_that_cannot_be_evaluated_is_found() {
    let broken = |path: &str, text: String| {
        if path != "prometheus/rules/prometheus.yml" {
            return text;
        }
        let sick = text
            .replace("up{role!=\\\"app\\\"} == 0", "up / on () up")
            .replace("up{role!=\"app\"} == 0", "up / on () up");
        assert_ne!(sick, text);
        sick
    };
    let Some(whole) = Whole::start(SPEC, broken) else { return };
    let report = json(&whole.verify(SPEC, &["--wait=15s", "--format=json"]), 1);
    finds(
        &report,
        "rules",
        "prometheus: TargetDown",
        "is loaded with another expression: `up / on () up`",
    );
    finds(
        &report,
        "rules",
        "prometheus: TargetDown",
        "cannot be evaluated: found duplicate series",
    );
    passes(&report, "targets");
    passes(&report, "panels");
}

/// The alerts of the app that are pending or fire.
fn alerts_of_backend(whole: &mut Whole, wanted: &str) {
    let query = "/api/v1/query?query=ALERTS%7Bjob%3D%22backend%22%7D";
    whole.prometheus.wait_for(|running| {
        let answer = running.get(query).map_err(|error| error.to_string())?;
        if answer.contains(wanted) { Ok(()) } else { Err(format!("no {wanted} in {answer}")) }
    });
}

#[test]
fn an_app_with_other_labels_is_found_and_the_lines_to_write_make_its_alerts_fire() {
    let Some(whole) = Whole::watching(SPEC, unchanged, app::start_other) else { return };
    let ran = whole.verify(SPEC, &["--wait=60s"]);
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(ran.stdout.contains("signals         FAILED  0/1 apps"), "{ran}");
    let report = json(&whole.verify(SPEC, &["--wait=60s", "--format=json"]), 1);
    finds(&report, "signals", "backend", "`http_requests_total` has no label `status_code`");
    finds(&report, "signals", "backend", "its label `status` has `200`, `500`");
    finds(
        &report,
        "signals",
        "backend",
        "has no label `route`, by which failures are shown; `path`",
    );
    finds(&report, "signals", "backend", "no bucket at 5 s, the latency threshold");
    passes(&report, "panels");
    let names = whole.prometheus.get("/api/v1/query?query=ALERTS%7Bjob%3D%22backend%22%7D");
    assert!(names.as_ref().is_ok_and(|it| it.contains("\"result\":[]")), "{names:?}");

    // What the help says, written where it says.
    let help = check(&report, "signals")["findings"][0]["help"].as_str().expect("a help");
    let below = |section: &str| -> String {
        let heading = format!("under [{section}]:\n");
        let (_, lines) = help.split_once(&heading).unwrap_or_else(|| panic!("{help}"));
        lines
            .lines()
            .map_while(|line| line.strip_prefix("  "))
            .fold(String::new(), |all, line| all + line + "\n")
    };
    let app = format!(
        "convention = \"express\"\n{}[apps.backend.signals]\n{}",
        below("apps.backend"),
        below("apps.backend.signals")
    );
    let mended = SPEC.replace("convention = \"express\"\n", &app);
    drop(whole);
    let Some(mut whole) = Whole::watching(&mended, unchanged, app::start_other) else { return };
    let ran = whole.verify(&mended, &["--wait=60s"]);
    assert_eq!(ran.code, Some(0), "{mended}\n{ran}");
    assert!(ran.stdout.contains("signals         ok      1/1 apps"), "{ran}");
    alerts_of_backend(&mut whole, "HighErrorRate");
    alerts_of_backend(&mut whole, "HighLatency");
}

#[test]
fn an_app_that_nobody_asked_is_not_called_well() {
    let Some(whole) = Whole::watching(SPEC, unchanged, app::start_idle) else { return };
    let ran = whole.verify(SPEC, &["--wait=60s"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(ran.stdout.contains("signals         ?       0/1 apps"), "{ran}");
    assert!(
        ran.stdout.contains("    ?   backend: it has counted no request since it started"),
        "{ran}"
    );
    assert!(ran.stderr.ends_with("not judged yet: signals of backend\n"), "{ran}");
}

#[test]
fn a_message_reaches_each_receiver_once_and_one_that_refuses_is_found() {
    let Some(whole) = Whole::start(SPEC, unchanged) else { return };
    let args = ["--wait=60s", "--receiver-test", "--format=json"];
    for run in 1..=2 {
        let report = json(&whole.verify(SPEC, &args), 1);
        let passed = &check(&report, "receivers")["passed"];
        assert_eq!(passed, &serde_json::json!(["hook (webhook)"]), "run {run}: {report:#}");
        finds(&report, "receivers", "pulse (webhook)", "the reason `clientError`");
        let took = whole.hook.got("/take", "stackgen verify: this is a test, nothing is wrong");
        assert_eq!(took.len(), run, "{took:#?}");
        assert!(took[run - 1].contains("\"receiver\":\"test hook\""), "{}", took[run - 1]);
        assert_eq!(whole.hook.got("/pulse", "StackgenReceiverTest").len(), run);
    }
}

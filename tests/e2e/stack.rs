//! A rendered stack, started by Docker Compose as its own first lines say.

use std::io::Write as _;

use crate::engine::{self, images::STUBS, source::real};
use crate::fixture::Fixture;
use crate::{http, poll};

/// Without a health check: nothing in redis-exporter's image can run one.
const UNCHECKED: [&str; 1] = ["carts-exporter"];

#[test]
fn a_rendered_stack_comes_up_watches_everything_and_is_heard() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    say_what_is_stubbed();
    fixture.render();
    let up = fixture.compose(["up", "-d", "--wait"]);
    assert!(up.succeeded(), "{up}{}", fixture.compose(["logs", "--tail=20"]));

    let containers = fixture.containers();
    let services: Vec<&str> = containers.iter().map(|(service, _)| service.as_str()).collect();
    let expected = [
        "alertmanager",
        "blackbox-exporter",
        "cadvisor",
        "carts-exporter",
        "grafana",
        "node-exporter",
        "orders-db-exporter",
        "prometheus",
    ];
    assert_eq!(services, expected);
    for (service, container) in &containers {
        let state = &container["State"];
        assert_eq!(state["Status"], "running", "{service}: {state}");
        match state["Health"]["Status"].as_str() {
            Some(health) => assert_eq!(health, "healthy", "{service}: {state}"),
            None => assert!(UNCHECKED.contains(&service.as_str()), "{service}: {state}"),
        }
    }

    let targets = poll::until("every target is up", || {
        let targets = fixture.targets()?;
        let down: Vec<String> = targets
            .iter()
            .filter(|target| target["health"] != "up")
            .map(|target| format!("{} {}", target["scrapeUrl"], target["lastError"]))
            .collect();
        if down.is_empty() && !targets.is_empty() { Ok(targets) } else { Err(down.join("\n")) }
    });
    let mut jobs: Vec<&str> =
        targets.iter().filter_map(|target| target["labels"]["job"].as_str()).collect();
    jobs.sort_unstable();
    let expected = [
        "alertmanager",
        "backend",
        "blackbox-exporter",
        "cadvisor",
        "grafana",
        "node-exporter",
        "postgres",
        "probe-shop",
        "prometheus",
        "redis",
    ];
    assert_eq!(jobs, expected);

    assert_eq!(fixture.application.request("/slow"), Ok("/slow\n".to_owned()));
    let failed = fixture.application.request("/fail").unwrap_err();
    assert!(failed.contains("500"), "{failed}");
    for (what, expr) in [
        ("the exporter logs in to PostgreSQL", "pg_up == 1"),
        ("the exporter reaches Redis", "redis_up == 1"),
        ("the probe gets its answer", "probe_success == 1"),
        // The probe's are among them: real requests, counted by the app.
        ("the app's requests are counted", r#"http_requests_total{route="/"} > 1"#),
        ("failed ones too", r#"http_requests_total{route="/fail",status_code="500"} == 1"#),
        ("slow ones are told apart", r#"app:http_requests_slow:rate5m{job="backend"}"#),
    ] {
        poll::until(what, || match fixture.query(expr)? {
            series if series.len() == 1 => Ok(()),
            series => Err(format!("{expr} has {} series", series.len())),
        });
    }
    poll::until("the receiver hears the sign of life", || {
        let alerts = fixture.receiver.alerts("Watchdog");
        if alerts.is_empty() { Err(format!("{:?}", fixture.receiver.heard())) } else { Ok(()) }
    });

    let told = http::json(&format!("{}/api/v2/alerts", fixture.alertmanager));
    let told = told.expect("Alertmanager answers");
    let alerts = told.as_array().into_iter().flatten();
    let names: Vec<_> = alerts.map(|alert| &alert["labels"]["alertname"]).collect();
    assert!(names.iter().any(|name| *name == "Watchdog"), "{names:?}");

    let down = fixture.compose(["down", "-v"]);
    assert!(down.succeeded(), "{down}");
    for kind in ["container", "network", "volume"] {
        assert_eq!(engine.of_project(kind, &fixture.project), [""; 0], "{kind}s are left");
    }
}

#[test]
fn what_did_not_change_runs_on_when_a_spec_changes() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    fixture.render();
    let up = ["up", "-d", "prometheus", "alertmanager"];
    let started = fixture.compose(up);
    assert!(started.succeeded(), "{started}");
    let ids = || -> Vec<_> {
        let containers = fixture.containers().into_iter();
        containers.map(|(service, container)| (service, container["Id"].clone())).collect()
    };
    let before = ids();

    fixture.change_spec("latency_threshold = \"500ms\"", "latency_threshold = \"2s\"");
    fixture.render();
    let started = fixture.compose(up);
    assert!(started.succeeded(), "{started}");
    let after = ids();
    let services: Vec<&str> = after.iter().map(|(service, _)| service.as_str()).collect();
    assert_eq!(services, ["alertmanager", "prometheus"]);
    assert_eq!(before[0], after[0], "Alertmanager's files are the same");
    assert_ne!(before[1], after[1], "Prometheus has other rules");
}

/// Past libtest's capture: who reads the result should know what it does not say.
pub(crate) fn say_what_is_stubbed() {
    if real() {
        return;
    }
    let stubs = STUBS.join(" and ");
    let _ = writeln!(
        std::io::stderr(),
        "STUBS: {stubs} answer that they are well and emit what the catalogue lists, as no package has \
         them; all else is real"
    );
}

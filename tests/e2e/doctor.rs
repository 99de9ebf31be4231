//! `stackgen doctor` where there is an engine.

use std::fs;
use std::net::TcpListener;

use serde_json::Value;

use crate::engine;
use crate::fixture::Fixture;

const NONE: [(&str, &str); 0] = [];

/// What `stackgen doctor` reports, with the exit code that it must have.
#[track_caller]
fn report(fixture: &Fixture<'_>, code: i32) -> Value {
    let ran = fixture.stackgen(["doctor", "--format", "json"]);
    assert_eq!(ran.code, Some(code), "{ran}");
    let mut report: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}\n{ran}"));
    let report = report["result"].take();
    assert!(report["engine"]["version"].is_string(), "{report:#}");
    report
}

/// What it finds: severity, code and message.
#[track_caller]
fn findings(fixture: &Fixture<'_>, code: i32) -> Vec<(String, String, String)> {
    let report = report(fixture, code);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    let one = |it: &Value| (text(&it["severity"]), text(&it["code"]), text(&it["message"]));
    findings.iter().map(one).collect()
}

/// The errors among them: code and message.
fn errors(findings: &[(String, String, String)]) -> Vec<(&str, &str)> {
    let errors = findings.iter().filter(|(severity, ..)| severity == "error");
    errors.map(|(_, code, message)| (code.as_str(), message.as_str())).collect()
}

#[test]
fn its_advice_makes_a_stack_well_and_what_would_keep_it_from_starting_is_found() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };

    // This engine's socket and data are where no engine's usually are. It says what to write.
    let known = format!("[host]\ndocker_root = \"{}\"\n", engine.data().display());
    fixture.change_spec(&known, "");
    let report = report(&fixture, 1);
    let host = report["host"].as_str().unwrap_or_default();
    assert!(host.contains(&format!("docker_socket = \"{}", engine.folder().display())), "{host}");
    fixture.change_spec("[networks]", &format!("{host}\n[networks]"));
    let healthy = findings(&fixture, 0);
    assert_eq!(errors(&healthy), NONE);
    let network = fixture.application.network();
    let own = fixture.prometheus.trim_start_matches("http://");
    for (code, message) in [
        ("network", format!("the network {network} is there")),
        ("port", format!("{own} is free, for prometheus")),
        ("secret-file", "secrets/orders-db is there, for orders-db-exporter".to_owned()),
    ] {
        let found = ("ok".to_owned(), code.to_owned(), message);
        assert!(healthy.contains(&found), "no {found:?} in {healthy:#?}");
    }

    // A program has the port; then a container has it.
    let listener = TcpListener::bind(own).expect("it is free");
    let taken = format!("{own}, for prometheus, is taken by a program outside Docker");
    assert_eq!(errors(&findings(&fixture, 1)), [("port", taken.as_str())]);
    drop(listener);
    let publish = format!("{own}:8080");
    let holder = format!("{}-holder", fixture.project);
    let label = format!("--label=com.docker.compose.project={}-other", fixture.project);
    let app = crate::engine::images::APP;
    let ran = engine.docker(["run", "-d", "--name", &holder, &label, "-p", &publish, app]);
    assert!(ran.succeeded(), "{ran}");
    let taken = format!(
        "{own}, for prometheus, is taken by the container {holder} of the project {}-other",
        fixture.project
    );
    let found = findings(&fixture, 1);
    let removed = engine.docker(["rm", "-f", &holder]);
    assert!(removed.succeeded(), "{removed}");
    assert_eq!(errors(&found), [("port", taken.as_str())]);

    // A network that is not there, and a secret that is not.
    fixture.change_spec(&network, "nobodys_default");
    let secret = fixture.path().join("secrets/orders-db");
    fs::remove_file(&secret).expect("it was written");
    let found = findings(&fixture, 1);
    let mut found = errors(&found);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("network", "there is no network nobodys_default"),
            ("secret-file", "there is no secrets/orders-db"),
        ]
    );

    // Both again: all is well.
    fixture.change_spec("nobodys_default", &network);
    fixture.secret("orders-db", "only-for-tests");
    assert_eq!(errors(&findings(&fixture, 0)), NONE);
}

//! `stackgen up`: a stack on a clean engine, seen to work; and again, when something changed.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::engine::{self, images::pinned};
use crate::fixture::Fixture;
use crate::poll;
use crate::stack::say_what_is_stubbed;

/// When each service's container was started, and its id.
fn runs(fixture: &Fixture) -> BTreeMap<String, (String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |(service, container): (String, Value)| {
        (service, (text(&container["Id"]), text(&container["State"]["StartedAt"])))
    };
    fixture.containers().into_iter().map(one).collect()
}

/// The services whose container is another one, or was started again.
fn restarted(
    before: &BTreeMap<String, (String, String)>,
    after: &BTreeMap<String, (String, String)>,
) -> Vec<String> {
    after
        .iter()
        .filter(|(name, run)| before.get(*name) != Some(run))
        .map(|(name, _)| name.clone())
        .collect()
}

#[test]
fn a_stack_comes_up_is_proven_and_only_what_changed_is_made_anew() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    say_what_is_stubbed();
    fs::remove_file(fixture.path().join("secrets/grafana-admin-password")).expect("it was made");

    // What a dry run shows to a machine is one document, and nothing is made, not even a secret.
    let foreseen = fixture.stackgen(["up", "--dry-run", "--pull", "always", "--format", "json"]);
    let shown: Value = serde_json::from_str(&foreseen.stdout).expect("it is JSON");
    let shown = &shown["result"];
    assert_eq!(shown["pull"].as_array().map(Vec::len), Some(8), "{foreseen}");
    assert_eq!(shown["steps"][0]["action"], "create", "{foreseen}");
    assert_eq!(shown["generated_secrets"][0], "secrets/grafana-admin-password", "{foreseen}");
    assert!(shown["files"]["created"].as_array().map(Vec::len) > Some(20), "{foreseen}");
    assert!(!fixture.path().join("secrets/grafana-admin-password").exists());

    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    let services = runs(&fixture);
    assert_eq!(services.len(), 8, "{services:?}");
    for (service, container) in fixture.containers() {
        assert_eq!(container["State"]["Running"], true, "{service}");
    }

    // The password was made up, nobody else can read it, and it is in nothing that is shown.
    let secret = fixture.path().join("secrets/grafana-admin-password");
    let password = fs::read_to_string(&secret).expect("it was made up");
    assert_eq!(password.len(), 32);
    let ignored = fs::read_to_string(fixture.path().join("secrets/.gitignore")).unwrap_or_default();
    assert!(ignored.lines().any(|line| line == "*"), "nothing but secrets is there: {ignored}");
    assert!(up.stderr.contains("created the secret file secrets/grafana-admin-password"), "{up}");
    let shown = format!("{up}{:?}", fixture.containers());
    assert!(!shown.contains(&password), "the password is shown");

    // Every target is up, every panel that must have data has, and an alert gets through.
    for path in ["/", "/fail", "/slow"] {
        let _ = fixture.application.request(path);
    }
    let verified = fixture.stackgen(["verify", "--wait", "100s"]);
    let exporter = || fixture.stackgen(["logs", "--tail", "5", "orders-db-exporter"]);
    assert!(verified.succeeded(), "{verified}{}", exporter());

    // Again: nothing happens.
    let again = fixture.up();
    assert!(again.succeeded(), "{again}");
    assert!(again.stderr.contains("8 unchanged"), "{again}");
    // Where to look and how to sign in is said at the end of every run.
    for run in [&up, &again] {
        let login = "  Grafana        admin, password in secrets/grafana-admin-password\n";
        assert!(run.stderr.contains(login), "{run}");
        for url in [&fixture.prometheus, &fixture.alertmanager, &fixture.grafana] {
            assert!(run.stderr.contains(&format!(" {url}\n")), "{run}");
        }
    }
    assert_eq!(restarted(&services, &runs(&fixture)), [""; 0]);
    let status = fixture.stackgen(["status"]);
    assert!(status.succeeded(), "{status}");

    // A rule: Prometheus reads its files again, and nothing is restarted.
    fixture.change_spec("[receivers.hook]", "[alerts.RedisDown]\nfor = \"7m\"\n\n[receivers.hook]");
    let changed = fixture.up();
    assert!(changed.succeeded(), "{changed}");
    assert!(changed.stderr.contains("prometheus reloaded"), "{changed}");
    assert!(changed.stderr.contains("7 unchanged"), "{changed}");
    assert_eq!(restarted(&services, &runs(&fixture)), [""; 0]);
    assert!(rule_holds_for(&fixture, "RedisDown", 420.0), "the rule is not in force");
    let idle = fixture.up();
    assert!(idle.stderr.contains("8 unchanged"), "what was reloaded is remembered: {idle}");

    // An image: one service is made anew.
    let image = "oliver006/redis_exporter:own";
    let original = pinned("redis-exporter").expect("the catalogue has it");
    let tagged = engine.docker(["tag", &original, image]);
    assert!(tagged.succeeded(), "{tagged}");
    fixture.change_spec("type = \"redis\"", &format!("type = \"redis\"\nimage = \"{image}\""));
    let changed = fixture.up();
    assert!(changed.succeeded(), "{changed}");
    assert_eq!(restarted(&services, &runs(&fixture)), ["carts-exporter"]);

    let down = fixture.stackgen(["down"]);
    assert!(down.succeeded(), "{down}");
    assert_eq!(fixture.containers().len(), 0);
    assert_eq!(engine.of_project("network", &fixture.project), [""; 0]);
    assert_eq!(engine.of_project("volume", &fixture.project).len(), 3, "volumes are kept");
    let refused = fixture.stackgen(["down", "--volumes"]);
    assert_eq!(refused.code, Some(2), "nobody can be asked: {refused}");
    let down = fixture.stackgen(["down", "--volumes", "--yes"]);
    assert!(down.succeeded(), "{down}");
    assert_eq!(engine.of_project("volume", &fixture.project), [""; 0]);
}

/// Whether Prometheus has an alert with this `for`, in seconds.
fn rule_holds_for(fixture: &Fixture, alert: &str, secs: f64) -> bool {
    let url = format!("{}/api/v1/rules?type=alert", fixture.prometheus);
    let rules = poll::until("Prometheus lists its rules", || crate::http::json(&url));
    let groups = rules["data"]["groups"].as_array().cloned().unwrap_or_default();
    let rules = groups.iter().flat_map(|group| group["rules"].as_array().into_iter().flatten());
    rules.filter(|rule| rule["name"] == alert).any(|rule| rule["duration"] == secs)
}

//! Files that the real Prometheus refuses, though stackgen accepts the spec.

use std::fs;

use super::said;
use crate::engine::{self, Engine};
use crate::light::Light;
use crate::support::tree;
use crate::{http, poll};

/// A function that Prometheus knows, but takes only where experiments are switched on.
const REFUSED: &str = r#"title = "Own"
summary = "Only for a test."
docs = "https://own.example"
singleton = true

[scrape]
job = "own"

[metrics]
own_up = { type = "gauge" }

[[recordings]]
record = "own:up:sorted"
expr = 'sort_by_label(own_up, "job")'
comment = "In order."
series_labels = ["instance", "job"]
"#;

/// What is wrong in it, and what would be right.
const WRONG: &str = "sort_by_label(own_up, \"job\")";
const RIGHT: &str = "own_up";

/// A spec that uses it.
fn light(engine: &Engine) -> Light<'_> {
    let light = Light::new(engine);
    fs::create_dir(light.path().join("integrations")).expect("the test's own folder");
    let used = "[integrations.own]\ntargets = [\"host.docker.internal:9\"]\n\n[grafana]";
    light.change_spec("[grafana]", used);
    light
}

fn write(light: &Light<'_>, text: &str) {
    light.write("integrations/own.toml", text);
}

fn rendered(light: &Light<'_>) -> tree::Tree {
    tree::read(&light.path().join("monitoring")).expect("it was rendered")
}

/// Prometheus says that it has read its files, and knows the rule that was there, and not the refused one.
#[track_caller]
fn the_old_files_are_in_force(light: &Light<'_>) {
    let address = format!("http://127.0.0.1:{}", light.port);
    let metrics = http::get(&format!("{address}/metrics")).expect("Prometheus answers");
    assert!(metrics.contains("\nprometheus_config_last_reload_successful 1\n"), "{metrics}");
    let rules = http::get(&format!("{address}/api/v1/rules")).expect("Prometheus answers");
    assert!(rules.contains("own:up:same") && !rules.contains("own:up:sorted"), "{rules}");
}

#[test]
fn a_reload_of_files_that_are_refused() {
    let Some(engine) = engine::shared() else { return };
    let light = light(engine);
    write(&light, &REFUSED.replace(WRONG, RIGHT).replace("own:up:sorted", "own:up:same"));
    light.must_come_up();
    let before = light.runs();
    let files = rendered(&light);

    write(&light, REFUSED);
    let words = "error: prometheus does not accept its new files: ";
    let why = "function \\\"sort_by_label\\\" is not enabled";
    let cause = "likely cause: it does not accept its configuration";
    let reload = light.stackgen(["reload"]);
    said(&reload, 3, &[words, why, cause, "the old files are back, and in force"]);
    assert_eq!(rendered(&light), files);
    the_old_files_are_in_force(&light);
    assert_eq!(light.runs(), before);

    // `up` would reload it as well.
    let up = light.up([]);
    said(&up, 3, &[words, why, cause, "the stack is what it was before"]);
    assert_eq!(rendered(&light), files);
    the_old_files_are_in_force(&light);
    assert_eq!(light.runs(), before);

    // Mended, the rule comes into force.
    write(&light, &REFUSED.replace(WRONG, RIGHT));
    let reload = light.stackgen(["reload"]);
    assert!(reload.succeeded(), "{reload}");
    assert_eq!(light.runs(), before);
    let rules = format!("http://127.0.0.1:{}/api/v1/rules", light.port);
    poll::until("the new rule is there", || match http::get(&rules)? {
        rules if rules.contains("own:up:sorted") => Ok(()),
        rules => Err(rules),
    });
}

#[test]
fn a_start_with_files_that_are_refused() {
    let Some(engine) = engine::shared() else { return };
    let light = light(engine);
    write(&light, REFUSED);
    light.mark();
    let up = light.up(["--timeout", "60s"]);
    said(
        &up,
        3,
        &[
            "error: prometheus exits with ",
            "again and again",
            "likely cause: it does not accept its configuration",
            "help: see its words above",
            "what was started is removed again; volumes stay",
        ],
    );
    light.must_not_be_there(&up);
    write(&light, &REFUSED.replace(WRONG, RIGHT));
    light.must_come_up();
    light.mark_must_be_there();
}

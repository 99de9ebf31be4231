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

[[scrapes]]
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
    said(&reload, 3, &[words, why, cause, "the old files are restored and loaded"]);
    assert_eq!(rendered(&light), files);
    the_old_files_are_in_force(&light);
    assert_eq!(light.runs(), before);

    // `up` would reload it as well.
    let up = light.up([]);
    said(&up, 3, &[words, why, cause, "restored the previous stack"]);
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
            "error: prometheus keeps exiting with code ",
            "likely cause: it does not accept its configuration",
            "integrations/own.toml renders the file that is named above",
            "help: correct integrations/own.toml",
            "removed what was started; volumes stay",
        ],
    );
    light.must_not_be_there(&up);
    write(&light, &REFUSED.replace(WRONG, RIGHT));
    light.must_come_up();
    light.mark_must_be_there();
}

/// A file of rules that Prometheus refuses, whoever wrote it.
const BROKEN: &str = "groups: [{ name: mine, rules: [{ record: mine, expr: \"sum(\" }] }]\n";

#[test]
fn a_file_that_is_not_from_the_spec_is_named() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let mine = "monitoring/prometheus/rules/mine.yml";
    let rendered = light.stackgen(["render"]);
    assert!(rendered.succeeded(), "{rendered}");
    light.write(mine, BROKEN);
    let warning = format!("warning: {mine} is not from the spec, and is loaded with");
    let cause = format!("{mine} is not from the spec, and prometheus loads it as well");
    let cause = format!("likely cause: it does not accept its configuration: {cause}");
    let help = format!("help: move {mine} away, or fix it, and run the same command again");
    let up = light.up(["--timeout", "60s"]);
    said(&up, 3, &[&warning, "error: prometheus keeps exiting with code ", &cause, &help]);
    assert!(!up.stderr.contains("bug"), "{up}");

    // What the help says helps; and a running one refuses it as well.
    fs::remove_file(light.path().join(mine)).expect("it is left alone");
    light.must_come_up();
    light.write(mine, BROKEN);
    let reload = light.stackgen(["reload"]);
    let words = "error: prometheus does not accept its new files: ";
    said(&reload, 3, &[&warning, words, &cause, &help]);
    assert!(light.path().join(mine).exists(), "it is left alone");
}

#[test]
fn a_tree_that_containers_cannot_read_is_found_and_made_readable() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let rendered = light.stackgen(["render"]);
    assert!(rendered.succeeded(), "{rendered}");
    // As after a `git clone` under umask 077.
    let closed = std::process::Command::new("chmod")
        .args(["-R", "go-rwx", "monitoring"])
        .current_dir(light.path())
        .status();
    assert!(closed.expect("there is chmod").success());
    let doctor = light.stackgen(["doctor"]);
    let unreadable = "rendered-file: prometheus, which runs as 65534:65534, cannot read monitoring/prometheus (0700)";
    assert!(doctor.stdout.contains(unreadable), "{doctor}");
    let up = light.must_come_up();
    assert!(up.stderr.contains(" of the files and folders readable for containers"), "{up}");
    let doctor = light.stackgen(["doctor"]);
    let fine = "rendered-file: containers can read what is in monitoring/";
    assert!(doctor.stdout.contains(fine), "{doctor}");
}

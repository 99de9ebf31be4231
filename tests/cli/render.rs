//! `stackgen render`: what is written, what is left alone, what is refused.

use crate::harness::{Case, Ran};

/// The smallest spec there is, and what [`stale`] drops.
const SHOP: &str = "
    version = 1
    name = \"shop\"
    preset = \"minimal\"
    ";

/// The rendered shop, and nothing else.
#[track_caller]
fn rendered() -> Ran {
    Case::new().spec(SHOP).args(["render"]).run().code(0)
}

/// Something that the preset brings, switched off, so that its files are no longer rendered.
const WITHOUT_THE_HOST: &str = "
    version = 1
    name = \"shop\"
    preset = \"minimal\"
    [integrations.node]
    enabled = false
    ";

const RULES: &str = "monitoring/prometheus/rules/node.yml";

#[test]
fn a_fresh_render_writes_the_stack_and_says_what_it_is() {
    rendered()
        .no_stdout()
        .stderr_has("shop: ")
        .stderr_has(" alerts in monitoring/ (")
        .stderr_has(" created)")
        .file_has("monitoring/docker-compose.monitoring.yml", "name: \"shop\"")
        .file_has("monitoring/.stackgen/manifest.json", "prometheus/prometheus.yml")
        .file_has(RULES, "alert:");
}

#[test]
fn a_second_render_writes_nothing() {
    rendered()
        .then()
        .args(["render"])
        .run()
        .code(0)
        .no_stdout()
        .stderr_has("monitoring/ is up to date (")
        .wrote_nothing();
}

#[test]
fn a_quiet_render_says_nothing() {
    Case::new().spec(SHOP).args(["render", "-q"]).run().code(0).no_stdout().no_stderr();
}

#[test]
fn a_verbose_render_names_every_file() {
    Case::new().spec(SHOP).args(["render", "-v"]).run().code(0).stderr_has("  create runbooks/");
}

#[test]
fn the_secret_files_that_are_not_there_yet_are_named() {
    // What `stackgen up` makes is not asked for.
    rendered().never_says("before the stack can start").stderr_has(
        "`stackgen up` creates secrets/grafana-admin-password; before `docker compose up`, create it yourself",
    );
    let hook = "[receivers.hook]\ntype = \"webhook\"\nurl_file = \"secrets/hook\"\n[routing]\n\
        P0 = [\"hook\"]\nP1 = [\"hook\"]\nP2 = [\"hook\"]\n[alertmanager]\nenabled = true\n";
    let case = || Case::new().spec(&format!("{SHOP}{hook}")).args(["render"]);
    case().run().code(0).stderr_has("before the stack can start, create secrets/hook\n");
    case()
        .file("secrets/hook", " \n")
        .run()
        .code(0)
        .stderr_has("warning: secrets/hook is empty: the stack cannot start\n");
    case().file("secrets/hook", "http://hook").run().code(0).never_says("secrets/hook");
    Case::new()
        .spec(SHOP)
        .file("secrets/grafana-admin-password", "x")
        .args(["render"])
        .run()
        .code(0)
        .never_says("grafana-admin-password");
}

#[test]
fn a_changed_spec_updates_only_what_changed() {
    rendered()
        .then()
        .spec(
            "
            version = 1
            name = \"shop\"
            preset = \"minimal\"
            [alerts.HighCPUUsage]
            threshold = 77
            ",
        )
        .args(["render", "-v"])
        .run()
        .code(0)
        .stderr_has("  update prometheus/rules/node.yml")
        .file_has(RULES, "> 77")
        .wrote_only([
            "monitoring/.stackgen/manifest.json",
            "monitoring/docker-compose.monitoring.yml",
            "monitoring/grafana/dashboards/node.json",
            "monitoring/prometheus/rules/node.yml",
            "monitoring/prometheus/tests/node.yml",
            "monitoring/runbooks/HighCPUUsage.md",
        ]);
}

#[test]
fn a_hand_edit_is_refused_and_shown() {
    rendered()
        .then()
        .file(RULES, "# mine\n")
        .args(["render"])
        .run()
        .code(1)
        .no_stdout()
        .stderr_has("prometheus/rules/node.yml (edited by hand)")
        .stderr_has("-# mine")
        .stderr_has("--force")
        .wrote_nothing();
}

#[test]
fn a_file_that_stackgen_did_not_write_is_refused() {
    Case::new()
        .spec(SHOP)
        .file(RULES, "# mine\n")
        .args(["render"])
        .run()
        .code(1)
        .stderr_has("prometheus/rules/node.yml (not written by stackgen)")
        .tree(["stack.toml", RULES])
        .wrote_nothing();
}

#[test]
fn force_overwrites_a_hand_edit() {
    rendered()
        .then()
        .file(RULES, "# mine\n")
        .args(["render", "--force"])
        .run()
        .code(0)
        .stderr_has("(1 overwritten, ")
        .file_has(RULES, "alert:")
        .wrote_only([RULES, "monitoring/.stackgen/manifest.json"]);
}

#[test]
fn what_is_no_longer_rendered_is_removed() {
    let ran = rendered().then().spec(WITHOUT_THE_HOST).args(["render", "-v"]).run().code(0);
    let ran = ran.stderr_has("  remove prometheus/rules/node.yml");
    assert!(!ran.path().join(RULES).exists());
    assert!(!ran.path().join("monitoring/runbooks/HighCPUUsage.md").exists());
    assert!(ran.path().join("monitoring/prometheus/prometheus.yml").exists());
}

#[test]
fn what_is_no_longer_rendered_but_was_edited_is_kept() {
    rendered()
        .then()
        .spec(WITHOUT_THE_HOST)
        .file(RULES, "# mine\n")
        .args(["render"])
        .run()
        .code(0)
        .stderr_has("kept prometheus/rules/node.yml")
        .file(RULES, "# mine\n");
}

#[test]
fn files_that_are_nobodys_business_stay() {
    rendered()
        .then()
        .spec(WITHOUT_THE_HOST)
        .file("monitoring/notes.txt", "mine\n")
        .args(["render"])
        .run()
        .code(0)
        .file("monitoring/notes.txt", "mine\n");
}

#[test]
fn the_output_folder_can_be_anywhere() {
    let path = "build/out/docker-compose.monitoring.yml";
    Case::new()
        .spec(SHOP)
        .args(["render", "-o", "build/out"])
        .run()
        .code(0)
        .stderr_has("in build/out/ (")
        // From there, the spec's folder and its secrets are two folders up.
        .file_has(path, "../../secrets/grafana-admin-password");
}

#[test]
fn the_output_folder_can_lie_outside_the_specs() {
    Case::new()
        .file("specs/stack.toml", SHOP)
        .args(["render", "specs/stack.toml", "--output", "out"])
        .run()
        .code(0)
        .file_has("out/docker-compose.monitoring.yml", "../specs/secrets/grafana-admin-password");
}

#[test]
fn json_reports_the_files_by_what_happened() {
    let ran = Case::new().spec(SHOP).args(["render", "--format", "json"]).run().code(0);
    let report = ran.result();
    assert_eq!(report["output"], "monitoring");
    let created = report["files"]["created"].as_array().expect("a list");
    assert!(created.contains(&"prometheus/prometheus.yml".into()), "{report}");
    for list in ["updated", "removed", "unchanged", "edited", "kept"] {
        assert_eq!(report["files"][list], serde_json::json!([]), "{list}");
    }
}

#[test]
fn json_of_a_refused_spec_has_its_diagnostics() {
    let ran = Case::new()
        .spec("version = 1\nname = \"Shop\"\n")
        .args(["render", "--format", "json"])
        .run()
        .code(2)
        .stderr("nothing was written\n")
        .tree(["stack.toml"]);
    let report = ran.json();
    let problem = &report["diagnostics"][0];
    assert_eq!(problem["severity"], "error");
    assert_eq!(problem["code"], "bad-value");
    assert_eq!(problem["labels"][0]["file"], "stack.toml");
    assert_eq!(problem["labels"][0]["line"], 2);
    assert_eq!(problem["labels"][0]["column"], 8);
    assert_eq!(problem["helps"][0], "for example, \"shop\"");
}

#[test]
fn a_diff_shows_what_a_render_writes() {
    rendered()
        .then()
        .spec(WITHOUT_THE_HOST)
        .args(["render", "--diff"])
        .run()
        .code(0)
        .stdout_has("--- a/prometheus/rules/node.yml\n+++ /dev/null\n");
}

#[test]
fn a_probe_gives_up_before_its_next_turn() {
    let modules = "monitoring/blackbox/blackbox.yml";
    let probe = "[probes.site]\nurls = [\"https://shop.example\"]\n";
    for (settings, timeout) in [
        (probe.to_owned(), "timeout: \"5s\""),
        (format!("[prometheus]\nscrape_interval = \"5s\"\n{probe}"), "timeout: \"4s500ms\""),
        (format!("{probe}interval = \"1s\"\n"), "timeout: \"500ms\""),
        (format!("{probe}timeout = \"3s\"\n"), "timeout: \"3s\""),
    ] {
        let spec = format!("{SHOP}{settings}");
        Case::new().spec(&spec).args(["render"]).run().code(0).file_has(modules, timeout);
    }
}

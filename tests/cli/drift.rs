//! `stackgen render --check`: whether the folder is what the spec says. It never writes.

use crate::harness::{Case, Ran};

const SHOP: &str = "
    version = 1
    name = \"shop\"
    preset = \"minimal\"
    ";

const RULES: &str = "monitoring/prometheus/rules/node.yml";

#[track_caller]
fn rendered() -> Ran {
    Case::new().spec(SHOP).args(["render"]).run().code(0)
}

#[test]
fn a_fresh_folder_is_what_the_spec_says() {
    rendered()
        .then()
        .args(["render", "--check"])
        .run()
        .code(0)
        .no_stdout()
        .stderr("monitoring is what the spec says\n")
        .wrote_nothing();
}

#[test]
fn a_folder_that_is_not_there_is_drift() {
    Case::new()
        .spec(SHOP)
        .args(["render", "--check"])
        .run()
        .code(1)
        .stdout_has("create prometheus/prometheus.yml\n")
        .stderr("monitoring is not what the spec says\nhelp: run `stackgen render` and commit what it writes\n")
        .tree(["stack.toml"]);
}

#[test]
fn drift_is_listed_file_by_file() {
    let ran = rendered();
    std::fs::remove_file(ran.path().join("monitoring/prometheus/tests/node.yml")).unwrap();
    ran.then()
        .file(RULES, "# mine\n")
        .args(["render", "--check"])
        .run()
        .code(1)
        .stdout("create prometheus/tests/node.yml\nedited prometheus/rules/node.yml\n")
        .wrote_nothing();
}

#[test]
fn drift_can_be_seen_as_a_diff_for_patch() {
    rendered()
        .then()
        .file(RULES, "# mine\n")
        .args(["render", "--check", "--diff"])
        .run()
        .code(1)
        .stdout_has("--- a/prometheus/rules/node.yml\n+++ b/prometheus/rules/node.yml\n@@ ")
        .stdout_has("-# mine\n")
        .stderr_has("edited prometheus/rules/node.yml\n")
        .wrote_nothing();
}

#[test]
fn drift_can_be_read_by_machines() {
    let ran = rendered()
        .then()
        .file(RULES, "# mine\n")
        .args(["render", "--check", "--diff", "--format", "json"])
        .run()
        .code(1)
        .stderr("monitoring is not what the spec says\nhelp: put the change into the spec instead; `--force` overwrites what was edited by hand\n")
        .wrote_nothing();
    let report = &ran.json()["result"];
    assert_eq!(report["drift"], true);
    assert_eq!(report["files"]["edited"], serde_json::json!(["prometheus/rules/node.yml"]));
    assert_eq!(report["files"]["created"], serde_json::json!([]));
    assert!(report["diff"].as_str().expect("a text").contains("-# mine\n"), "{report}");
}

#[test]
fn no_drift_can_be_read_by_machines() {
    let ran = rendered().then().args(["render", "--check", "--format", "json"]).run().code(0);
    let report = ran.result();
    assert_eq!(report["drift"], false);
    assert_eq!(report["files"]["updated"], serde_json::json!([]));
    assert!(!report["files"]["unchanged"].as_array().expect("a list").is_empty());
    assert_eq!(report["diff"], serde_json::Value::Null);
}

#[test]
fn a_file_that_is_kept_because_it_was_edited_and_that_nothing_loads_is_no_drift() {
    let without = "
        version = 1
        name = \"shop\"
        preset = \"minimal\"
        [integrations.node]
        enabled = false
        ";
    rendered()
        .then()
        .file("monitoring/runbooks/HighCPUUsage.md", "mine\n")
        .spec(without)
        .args(["render"])
        .run()
        .code(0)
        .then()
        .args(["render", "--check"])
        .run()
        .code(0)
        .wrote_nothing();
}

#[test]
fn checking_and_forcing_exclude_each_other() {
    rendered().then().args(["render", "--check", "--force"]).run().code(2).wrote_nothing();
}

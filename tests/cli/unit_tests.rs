//! `stackgen test`: the unit tests of every alert, by the real promtool.

use crate::harness::Case;
use crate::support::tools;

const SHOP: &str = "
    version = 1
    name = \"shop\"
    preset = \"minimal\"
    ";

#[test]
fn the_tests_of_every_alert_pass_and_nothing_is_written() {
    let Some(promtool) = tools::promtool() else { return };
    Case::new()
        .spec(SHOP)
        .env("STACKGEN_PROMTOOL", &promtool.path)
        .args(["test"])
        .run()
        .code(0)
        .no_stdout()
        .stderr_has(" unit tests passed")
        .wrote_nothing();
}

#[test]
fn the_tests_follow_the_specs_own_thresholds() {
    let Some(promtool) = tools::promtool() else { return };
    Case::new()
        .spec(
            "
            version = 1
            name = \"shop\"
            preset = \"minimal\"
            [prometheus]
            scrape_interval = \"30s\"
            [alerts.HighCPUUsage]
            threshold = 55
            for = \"2m\"
            labels = { team = \"shop\" }
            ",
        )
        .args(["test", "--promtool"])
        .args([&promtool.path])
        .run()
        .code(0)
        .stderr_has(" unit tests passed");
}

#[cfg(unix)]
#[test]
fn a_test_that_fails_is_shown() {
    let fails = "#!/bin/sh\necho FAILED: no alert at 5m\nexit 1\n";
    let case = Case::new().spec(SHOP).file("promtool", fails);
    let program = case.path().join("promtool");
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .unwrap();
    case.args(["test", "--promtool", "./promtool"])
        .run()
        .code(1)
        .stdout_has("FAILED: no alert at 5m")
        .stderr_has("error: unit tests failed");
}

#[test]
fn the_result_can_be_read_by_machines() {
    let Some(promtool) = tools::promtool() else { return };
    let ran = Case::new()
        .spec(SHOP)
        .env("STACKGEN_PROMTOOL", &promtool.path)
        .args(["test", "--format", "json"])
        .run()
        .code(0);
    let report = ran.only_json();
    assert_eq!(report["passed"], true);
    assert!(report["tests"].as_u64().expect("a number") > 10, "{report}");
}

#[test]
fn a_missing_promtool_is_an_error_of_the_environment() {
    Case::new()
        .spec(SHOP)
        .args(["test", "--promtool", "no-such-promtool"])
        .run()
        .code(3)
        .no_stdout()
        .stderr_has("error: cannot run no-such-promtool: ")
        .stderr_has(
            "help: promtool comes with Prometheus; name it with --promtool or STACKGEN_PROMTOOL",
        );
}

#[test]
fn a_spec_with_mistakes_is_not_tested() {
    Case::new()
        .spec("version = 1\nname = \"Shop\"\n")
        .args(["test", "--promtool", "no-such-promtool"])
        .run()
        .code(2)
        .stderr_has("error[bad-value]");
}

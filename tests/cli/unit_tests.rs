//! `stackgen test`: the unit tests of alerts and recording rules, by the real promtool.

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

/// A recording rule that no alert reads, with a unit test of its own: the sum is 3.
const QUEUE: &str = r#"
title = "Queue"
summary = "A queue of jobs."

[[scrapes]]
job = "queue"

[metrics]
jobs_failed_total = { type = "counter", labels = ["queue"] }

[[recordings]]
record = "queue:jobs_failed:rate{= window =}"
expr = 'sum by (queue) (rate(jobs_failed_total[{= window =}]))'
comment = "Failed jobs per second by queue."
series_labels = ["queue"]
labels = { team = "shop \"one\"" }

[[recordings.tests]]
name = "adds up the workers of each queue"
input = [
    { series = 'jobs_failed_total{instance="worker-1",queue="mail"}', values = "{= ramp(0, 1, 2 * window_s) =}" },
    { series = 'jobs_failed_total{instance="worker-2",queue="mail"}', values = "{= ramp(0, 2, 2 * window_s) =}" },
]
expect = [
    { at = "2 * window_s - interval_s", samples = [{ labels = { queue = "mail" }, value = "3" }] },
    { at = "3 * window_s + tick_s" },
]
"#;

#[test]
fn recording_rules_have_tests_too() {
    let Some(promtool) = tools::promtool() else { return };
    let count = |queue: &str, code: i32| {
        let spec = format!("{SHOP}[integrations.queue]\ntargets = [\"queue:9100\"]\n");
        let ran = Case::new()
            .spec(&spec)
            .file("integrations/queue.toml", queue)
            .env("STACKGEN_PROMTOOL", &promtool.path)
            .args(["test", "--format", "json"])
            .run()
            .code(code);
        ran.json()["result"]["tests"].as_u64().expect("a number of tests")
    };
    let (without, _) = QUEUE.split_once("[[recordings.tests]]").expect("it has a test");
    assert_eq!(count(QUEUE, 0), count(without, 0) + 1);
    count(&QUEUE.replace("value = \"3\"", "value = \"2\""), 1);
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
    let report = ran.result();
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
            "help: promtool comes with Prometheus; set its path with --promtool or STACKGEN_PROMTOOL",
        );
}

#[test]
fn without_promtool_and_without_docker_both_ways_to_have_it_are_named() {
    Case::new()
        .spec(SHOP)
        .env("PATH", "/nowhere")
        .env("DOCKER_HOST", "unix:///nowhere/docker.sock")
        .args(["test"])
        .run()
        .code(3)
        .no_stdout()
        .stderr_has("error: promtool is not on PATH\n")
        .stderr_has("it could run in a container, but no Docker engine answers at unix:///nowhere/docker.sock")
        .stderr_has("help: install Prometheus, or name its promtool: --promtool PATH, or STACKGEN_PROMTOOL\n")
        .stderr_has("`docker pull prom/prometheus:v")
        .stderr_has("`, then `stackgen test` again\n")
        .wrote_nothing();
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

//! `stackgen test` on a machine that has Docker and no promtool.

use std::process::{Command, Stdio};

use crate::engine;
use crate::light::Light;
use crate::poll;
use crate::support::process::{self, Finished};

/// `stackgen test` where `PATH` has no promtool.
fn command(light: &Light<'_>) -> Command {
    let mut command = light.stackgen_command();
    command.env("PATH", "/nowhere").arg("test");
    command
}

#[track_caller]
fn test(light: &Light<'_>) -> Finished {
    process::run(&mut command(light), b"").expect("stackgen runs")
}

/// The containers of such tests that the engine has.
fn containers(engine: &engine::Engine) -> Vec<String> {
    let ids = engine.docker(["ps", "--all", "--quiet", "--filter", "name=stackgen-test-"]);
    ids.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn promtool_of_the_image_runs_without_network_or_rights_and_leaves_nothing() {
    let Some(engine) = engine::own() else { return };
    let light = Light::new(&engine);
    let ran = test(&light);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(ran.stderr.contains("promtool is not on PATH: it runs in prom/prometheus:v"), "{ran}");
    assert!(ran.stderr.contains(" unit tests passed"), "{ran}");
    assert_eq!(containers(&engine), Vec::<String>::new());

    // A test that fails is shown.
    std::fs::create_dir(light.path().join("integrations")).expect("the place's own folder");
    light.write(
        "integrations/queue.toml",
        r#"
title = "Queue"
summary = "The queue of orders."
[[scrapes]]
job = "queue"
[metrics]
jobs_failed_total = { type = "counter" }
[[recordings]]
record = "job:jobs_failed:rate{= window =}"
expr = 'sum by (job) (rate(jobs_failed_total[{= window =}]))'
comment = "Failed jobs per second."
series_labels = ["job"]
[[recordings.tests]]
name = "is wrong on purpose"
input = [{ series = 'jobs_failed_total{job="queue"}', values = "{= ramp(0, 1, 2 * window_s) =}" }]
expect = [{ at = "2 * window_s - interval_s", samples = [{ labels = { job = "queue" }, value = "2" }] }]
"#,
    );
    let spec = std::fs::read_to_string(light.path().join("stack.toml")).expect("it was written");
    let queue = "[integrations.queue]\ntargets = [\"queue:9100\"]\n";
    light.write("stack.toml", &format!("{spec}{queue}"));
    let ran = test(&light);
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(ran.stdout.contains("FAILED"), "{ran}");
    assert!(ran.stderr.contains("error: unit tests failed"), "{ran}");
    assert_eq!(containers(&engine), Vec::<String>::new());

    // Nothing is pulled.
    light.write("stack.toml", &format!("{spec}image = \"prom/prometheus:v3.999.0\"\n"));
    let ran = test(&light);
    assert_eq!(ran.code, Some(3), "{ran}");
    assert!(
        ran.stderr.contains("but Docker does not have the image prom/prometheus:v3.999.0"),
        "{ran}"
    );
    assert!(ran.stderr.contains("`docker pull prom/prometheus:v3.999.0`"), "{ran}");
}

#[test]
fn an_interrupted_run_of_promtool_leaves_no_container() {
    let Some(engine) = engine::own() else { return };
    let light = Light::new(&engine);
    let mut child =
        command(&light).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("stackgen runs");
    poll::until("the container is there", || {
        if containers(&engine).is_empty() { Err("there is none".to_owned()) } else { Ok(()) }
    });
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status().expect("kill runs");
    let status = child.wait().expect("it ends");
    // Where promtool was done before the signal came, the run went well.
    assert!(sent.success() && [Some(0), Some(130)].contains(&status.code()), "{status}");
    assert_eq!(containers(&engine), Vec::<String>::new());
}

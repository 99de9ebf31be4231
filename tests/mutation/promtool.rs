//! Many unit tests in one run of promtool.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::process::{self, Finished};
use crate::support::tools::Tool;
use crate::variants::{Variants, number_in};

/// What came of some trials: numbers of versions.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Those for which a test failed.
    pub(crate) failed: BTreeSet<usize>,
    /// Those among them that Prometheus could not evaluate: promtool breaks a test off at the first
    /// of them, so what it says of the others is not to be relied on.
    pub(crate) broken: BTreeSet<usize>,
}

/// Runs all trials.
///
/// # Panics
///
/// If promtool fails for another reason than a version that is not as expected.
#[track_caller]
pub(crate) fn run(promtool: &Tool, folder: &Path, trials: &[Variants<'_>]) -> Outcome {
    let mut files = Vec::new();
    for (id, trial) in trials.iter().enumerate() {
        let (rules, test) = (format!("rules-{id}.json"), format!("test-{id}.json"));
        let mut frame = trial.part.frame.clone();
        frame["rule_files"] = json!([rules]);
        frame["tests"] = json!([trial.test()]);
        fs::write(folder.join(&rules), trial.rules().to_string()).expect("a file");
        fs::write(folder.join(&test), frame.to_string()).expect("a file");
        files.push(test);
    }
    let finished = test_rules(promtool, folder, &files);
    let mut outcome = Outcome::default();
    for line in finished.stderr.lines().map(str::trim_start) {
        let is = |start: &str| line.starts_with(start);
        if is("rule: ") {
            outcome.broken.extend(number_in(line));
        } else if is("alertname: ") || is("expr: ") {
            outcome.failed.extend(number_in(line));
        }
    }
    outcome.failed.extend(&outcome.broken);
    // Each failed file says FAILED once; one without a number was not even run.
    let refused = finished.stderr.lines().filter(|line| line.trim() == "FAILED:").count();
    let hit =
        |trial: &&Variants<'_>| trial.versions.iter().any(|(id, _)| outcome.failed.contains(id));
    let hits = trials.iter().filter(hit).count();
    assert_eq!(refused, hits, "promtool refused a file\n{}", head(&finished.stderr));
    assert_eq!(finished.succeeded(), hits == 0, "{}", head(&finished.stderr));
    outcome
}

/// `promtool test rules`, one of several at a time: each has one processor, and collects its garbage
/// rarely.
#[track_caller]
pub(crate) fn test_rules(promtool: &Tool, folder: &Path, files: &[String]) -> Finished {
    let mut command = promtool.command(folder);
    command.env("GOMAXPROCS", "1").env("GOGC", "400").env("TMPDIR", folder);
    command.args(["test", "rules"]).args(files);
    process::run(&mut command, b"").unwrap_or_else(|error| panic!("promtool: {error}"))
}

/// The part of a long text that says what is wrong.
fn head(text: &str) -> String {
    let telling: Vec<_> =
        text.lines().filter(|line| line.contains("error") || line.contains("rules-")).collect();
    match telling.as_slice() {
        [] => text.lines().take(40).collect::<Vec<_>>().join("\n"),
        telling => telling[..telling.len().min(10)].join("\n"),
    }
}

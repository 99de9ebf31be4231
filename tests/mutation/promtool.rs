//! Many unit tests in one run of promtool.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::rules::Part;
use crate::support::tools::Tool;

/// One test of one mutant.
#[derive(Debug)]
pub(crate) struct Trial<'a> {
    /// By which the outcome is recognised.
    pub(crate) id: usize,
    pub(crate) part: &'a Part,
    pub(crate) rules: &'a Value,
    pub(crate) test: usize,
}

/// Runs all trials, and says which of them failed because of what they saw.
///
/// # Panics
///
/// If promtool fails for another reason than an alert that is not as expected.
#[track_caller]
pub(crate) fn failed(promtool: &Tool, folder: &Path, trials: &[Trial<'_>]) -> BTreeSet<usize> {
    let mut files = Vec::new();
    for trial in trials {
        let (rules, test) = (format!("rules-{}.json", trial.id), format!("test-{}.json", trial.id));
        let mut frame = trial.part.frame.clone();
        let mut one = trial.part.tests[trial.test].clone();
        one["name"] = json!(format!("trial-{}", trial.id));
        frame["rule_files"] = json!([rules]);
        frame["tests"] = json!([one]);
        fs::write(folder.join(&rules), trial.rules.to_string()).expect("a temporary file");
        fs::write(folder.join(&test), frame.to_string()).expect("a temporary file");
        files.push(test);
    }
    let args = ["test", "rules"].into_iter().map(str::to_owned).chain(files);
    let finished = promtool.run_in(folder, args);
    let failed: BTreeSet<usize> = finished
        .stderr
        .lines()
        .filter_map(|line| {
            line.trim().strip_prefix("name: trial-")?.trim_end_matches(',').parse().ok()
        })
        .collect();
    // Each failed file says FAILED once; one without a name was not even run.
    let refused = finished.stderr.lines().filter(|line| line.trim() == "FAILED:").count();
    assert_eq!(refused, failed.len(), "promtool refused a file\n{}", head(&finished.stderr));
    assert_eq!(finished.succeeded(), failed.is_empty(), "{}", head(&finished.stderr));
    failed
}

/// The part of a long text that says what is wrong.
fn head(text: &str) -> String {
    let unread =
        text.lines().filter(|line| line.contains("error") || line.contains("rules-")).take(10);
    let unread: Vec<_> = unread.collect();
    if unread.is_empty() {
        text.lines().take(40).collect::<Vec<_>>().join("\n")
    } else {
        unread.join("\n")
    }
}

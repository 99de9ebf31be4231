//! Apps that all differ, so that each has rules and unit tests of its own.

use crate::harness::Case;
use crate::limited::{run, within};
use crate::support::rendered;
use serde_yaml::Value;
use stackgen::output::FileSet;
use std::collections::BTreeSet;

/// The most that have rules of their own.
const MOST: usize = 1000;
/// More memory than stackgen may ever take, and more seconds.
const MEBIBYTES: u64 = 512;
const SECONDS: u64 = 60;

/// A spec with so many apps with signals of their own.
fn spec(apps: usize) -> String {
    spec_with(apps, "")
}

/// The same, with more keys among the signals of each.
fn spec_with(apps: usize, keys: &str) -> String {
    let app = |number: usize| {
        format!(
            "[apps.a{number}]\ntargets = [\"a{number}:80\"]\nconvention = \"express\"\nsignals = {{ requests = \"r{number}_total\"{keys} }}\n"
        )
    };
    let apps: String = (0..apps).map(app).collect();
    format!(
        "version = 1\nname = \"many\"\npreset = \"minimal\"\n[networks]\njoin = [\"shop\"]\n{apps}"
    )
}

fn yaml(files: &FileSet, path: &str) -> Value {
    let bytes = files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    serde_yaml::from_slice(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_sequence().map_or(&[], Vec::as_slice)
}

/// How many rules promtool evaluates at each interval, added up over all tests.
fn evaluations(files: &FileSet) -> usize {
    let tests = files.paths().filter(|path| path.as_str().starts_with("prometheus/tests/"));
    let of_file = |path: &str| {
        let file = yaml(files, path);
        let rules = list(&file["rule_files"]).iter().map(|rules| {
            let name = rules.as_str().and_then(|rules| rules.strip_prefix("../rules/"));
            let name = name.expect("rules are beside their tests");
            let groups = &yaml(files, &format!("prometheus/rules/{name}"))["groups"];
            list(groups).iter().map(|group| list(&group["rules"]).len()).sum::<usize>()
        });
        rules.sum::<usize>() * list(&file["tests"]).len()
    };
    tests.map(|path| of_file(path.as_str())).sum()
}

#[test]
fn each_app_costs_promtool_the_same() {
    let [few, more, most] = [10, 20, 40].map(|apps| rendered::files(&spec(apps), vec![]));
    let [few, more, most] = [&few, &more, &most].map(evaluations);
    assert_eq!((more - few) * 2, most - more, "{few}, {more}, {most}");
    assert!(most - more < 20 * 100, "an app has at most 100 of them: {more}, {most}");
}

#[test]
fn no_test_loads_the_rules_of_another_app() {
    let files = rendered::files(&spec(3), vec![]);
    for number in 0..3 {
        let own = format!("app.express.a{number}.5s.yml");
        let file = yaml(&files, &format!("prometheus/tests/{own}"));
        let loaded: Vec<_> = list(&file["rule_files"]).iter().filter_map(Value::as_str).collect();
        assert_eq!(loaded, [&format!("../rules/{own}"), "../rules/app.yml"]);
        // Each has a test in which something fires.
        let tests = list(&file["tests"]).iter().flat_map(|test| list(&test["alert_rule_test"]));
        let fired = tests.filter(|one| !list(&one["exp_alerts"]).is_empty());
        let fired: BTreeSet<_> = fired.filter_map(|one| one["alertname"].as_str()).collect();
        assert_eq!(fired, BTreeSet::from(["HighErrorRate", "HighLatency"]), "{own}");
    }
}

#[test]
fn as_many_as_there_may_be() {
    let case = || Case::new().spec(&spec(MOST));
    within(SECONDS, || run(case(), MEBIBYTES, &["check"])).code(0);
    within(SECONDS, || run(case(), MEBIBYTES, &["render"])).code(0);
}

#[test]
fn more_are_refused_where_they_begin() {
    for (apps, args) in [(MOST + 1, "check"), (20_000, "render")] {
        let ran = within(SECONDS, || run(Case::new().spec(&spec(apps)), MEBIBYTES, &[args]));
        ran.code(2)
            .stderr_has("error[bad-signals]: the apps differ too much in their signals\n")
            .stderr_has("[apps.a1000]\n");
    }
}

#[test]
fn long_examples_are_refused() {
    let labels = format!("route=\"/\",x=\"{}\"", "x".repeat(3000));
    let keys = format!(
        ", example_ok = 'status_code=\"200\",{labels}', example_error = 'status_code=\"500\",{labels}'"
    );
    let spec = spec_with(MOST, &keys);
    for args in ["check", "render"] {
        within(SECONDS, || run(Case::new().spec(&spec), MEBIBYTES, &[args]))
            .code(2)
            .stderr_has("come to more than 32 MiB in all");
    }
}

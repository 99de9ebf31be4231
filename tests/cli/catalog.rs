//! `stackgen catalog`: what stackgen knows.

use crate::harness::Case;
use crate::support::cases;

/// The integrations that stackgen brings: one for each file.
fn names() -> Vec<String> {
    let folder = cases::repository("presets/integrations");
    let entries = std::fs::read_dir(folder).expect("the catalogue is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        .map(|file| file.trim_end_matches(".toml").to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_list_has_every_integration_on_a_line() {
    let ran = Case::new().args(["catalog", "list"]).run().code(0).no_stderr();
    let listed: Vec<&str> = ran
        .stdout_text()
        .lines()
        .map(|line| line.split_whitespace().next().expect("no line is empty"))
        .collect();
    assert_eq!(listed[0], "NAME");
    assert_eq!(listed[1..], names());
}

#[test]
fn the_list_can_be_read_by_machines() {
    let list = Case::new().args(["catalog", "list", "--format", "json"]).run().code(0).result();
    let listed: Vec<&str> =
        list.as_array().expect("a list").iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(listed, names());
    for it in list.as_array().expect("a list") {
        for key in ["title", "section", "summary"] {
            assert!(it[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {it}");
        }
    }
}

#[test]
fn every_integration_can_be_shown_to_people_and_machines() {
    for name in names() {
        Case::new().args(["catalog", "show", &name]).run().code(0).no_stderr().stdout_has(": ");
        let json = Case::new().args(["catalog", "show", &name, "--format", "json"]).run().code(0);
        assert_eq!(json.result()["name"], name.as_str());
    }
}

#[test]
fn an_integration_is_shown_with_its_alerts() {
    Case::new()
        .args(["catalog", "show", "node"])
        .run()
        .code(0)
        .stdout_has("[integrations.NAME]\ntype = \"node\"\n")
        .stdout_has("ALERT")
        .stdout_has("HighCPUUsage");
}

#[test]
fn an_unknown_integration_is_refused_with_those_there_are() {
    Case::new()
        .args(["catalog", "show", "nod"])
        .run()
        .code(2)
        .no_stdout()
        .stderr_has("error: there is no integration `nod`\n")
        .stderr_has("help: did you mean `node`?\n");
    Case::new()
        .args(["catalog", "show", "zzzzzz"])
        .run()
        .code(2)
        .stderr_has(&format!("help: there are {}\n", names().join(", ")));
}

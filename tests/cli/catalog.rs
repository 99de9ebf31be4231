//! `stackgen catalog`: what stackgen knows.

use crate::harness::Case;
use crate::support::cases;

/// The integrations that stackgen brings: one for each file.
fn names() -> Vec<String> {
    files("integrations")
}

/// The names of a folder's files.
fn files(folder: &str) -> Vec<String> {
    let folder = cases::repository(&format!("presets/{folder}"));
    let entries = std::fs::read_dir(folder).expect("the catalogue is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        .filter_map(|file| Some(file.strip_suffix(".toml")?.to_owned()))
        .collect();
    names.sort();
    names
}

#[test]
fn the_list_has_everything_on_a_line() {
    let ran = Case::new().args(["catalog", "list"]).run().code(0).no_stderr();
    let listed: Vec<&str> = ran
        .stdout_text()
        .lines()
        .map(|line| line.split_whitespace().next().expect("no line is empty"))
        .collect();
    assert_eq!(listed[0], "NAME");
    assert_eq!(listed[1..], [names(), files("conventions")].concat());
}

#[test]
fn the_list_can_be_read_by_machines() {
    let list = Case::new().args(["catalog", "list", "--format", "json"]).run().code(0).result();
    let listed: Vec<&str> =
        list.as_array().expect("a list").iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(listed, [names(), files("conventions")].concat());
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
fn an_integration_is_shown_with_every_default_and_what_is_set_up_once() {
    Case::new()
        .args(["catalog", "show", "postgres"])
        .run()
        .code(0)
        .stdout_has("type = \"postgres\"\naddress = \"orders-db:5432\"\npassword_file = \"secrets/orders-db\"\n")
        .stdout_has("sslmode        name         \"disable\"            disable, require")
        .stdout_has("CREATE ROLE postgres_exporter LOGIN CONNECTION LIMIT 5;")
        .stdout_has("GRANT pg_monitor TO postgres_exporter;")
        .stdout_has("enabled (true)");
    let args = ["catalog", "show", "postgres", "--format", "json"];
    let json = Case::new().args(args).run().code(0).result();
    assert!(json["setup"].as_str().is_some_and(|setup| setup.contains("GRANT pg_monitor")));
    for setting in json["settings"].as_array().expect("settings") {
        let expected = match setting["key"].as_str().expect("a key") {
            "database" => "postgres".into(),
            "user" => "postgres_exporter".into(),
            "sslmode" => "disable".into(),
            _ => serde_json::Value::Null,
        };
        assert_eq!(setting["default"], expected, "{setting}");
    }
}

#[test]
fn a_convention_is_shown_with_what_it_expects() {
    for name in files("conventions") {
        Case::new().args(["catalog", "show", &name]).run().code(0).no_stderr().stdout_has(": ");
        let json = Case::new().args(["catalog", "show", &name, "--format", "json"]).run().code(0);
        assert_eq!(json.result()["name"], name.as_str());
    }
    Case::new()
        .args(["catalog", "show", "express"])
        .run()
        .code(0)
        .stdout_has("[apps.NAME]\ntargets = [\"NAME:8080\"]\nconvention = \"express\"\n")
        .stdout_has("errors             status_code=~\"5..\"\n")
        .stdout_has("buckets            0.1, 0.5, 1, 2, 5\n")
        .stdout_has("latency_threshold  5s\n")
        .stdout_has("http_requests_total            counter    method, route, status_code\n")
        .stdout_has("[apps.NAME.signals]");
}

#[test]
fn an_unknown_integration_is_refused_with_those_there_are() {
    Case::new()
        .args(["catalog", "show", "nod"])
        .run()
        .code(2)
        .no_stdout()
        .stderr_has("error: there is no integration or convention `nod`\n")
        .stderr_has("help: did you mean `node`?\n");
    Case::new()
        .args(["catalog", "show", "zzzzzz"])
        .run()
        .code(2)
        .stderr_has(&format!("help: integrations are {}\n", names().join(", ")))
        .stderr_has(&format!("help: conventions are {}\n", files("conventions").join(", ")));
    Case::new()
        .args(["catalog", "show", "expres"])
        .run()
        .code(2)
        .stderr_has("help: did you mean `express`?\n");
}

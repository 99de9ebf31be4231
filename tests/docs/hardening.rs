//! What every container gets, as the rendered Compose files of the presets have it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde_yaml::Value as Yaml;

use crate::catalogue::cell;
use crate::{marked, stackgen};

/// The presets that the document shows, each with everything that the ones before have.
const PRESETS: [&str; 3] = ["minimal", "standard", "production"];

/// The text of a preset's rendered Compose file.
#[track_caller]
fn rendered(preset: &str) -> String {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    stackgen::run(folder.path(), &["render", "--quiet", "--preset", preset, "-o", "out"]);
    fs::read_to_string(folder.path().join("out/docker-compose.monitoring.yml")).expect("a file")
}

#[track_caller]
fn services(compose: &str) -> BTreeMap<String, Yaml> {
    let compose: Yaml = serde_yaml::from_str(compose).expect("it is YAML");
    serde_yaml::from_value(compose["services"].clone()).expect("it has services")
}

fn text(value: &Yaml) -> String {
    match value {
        Yaml::Null => String::new(),
        Yaml::String(text) => text.clone(),
        Yaml::Sequence(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        other => serde_yaml::to_string(other).unwrap_or_default().trim().to_owned(),
    }
}

/// Published ports, or a dash.
fn ports(service: &Yaml) -> String {
    let ports = service["ports"].as_sequence().into_iter().flatten();
    let all: Vec<_> = ports
        .map(|port| match port {
            Yaml::Mapping(_) => format!("{}:{}", text(&port["host_ip"]), text(&port["published"])),
            other => text(other),
        })
        .collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

#[test]
fn the_document_has_what_every_container_gets() {
    let mut table = String::from(
        "| service | presets | user | capabilities | memory | CPUs | pids | published |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let mut rows: Vec<(String, String, Vec<&str>)> = vec![];
    for preset in PRESETS {
        for (name, service) in services(&rendered(preset)) {
            let of = |key: &str| text(&service[key]);
            let capabilities =
                if of("cap_add").is_empty() { "none".to_owned() } else { of("cap_add") };
            let row = format!(
                "{} | {capabilities} | {} | {} | {} | {}",
                of("user"),
                of("mem_limit"),
                of("cpus"),
                of("pids_limit"),
                ports(&service)
            );
            match rows.iter_mut().find(|(known, same, _)| *known == name && *same == row) {
                Some((.., presets)) => presets.push(preset),
                None => rows.push((name, row, vec![preset])),
            }
        }
    }
    rows.sort();
    for (name, row, presets) in rows {
        let _ = writeln!(table, "| `{name}` | {} | {row} |", presets.join(", "));
    }
    marked::check("docs/hardening.md", "services", &table);
}

#[test]
fn every_service_has_what_the_document_promises() {
    for preset in PRESETS {
        for (name, service) in services(&rendered(preset)) {
            let of = |key: &str| text(&service[key]);
            let at = format!("{name} of {preset}");
            assert_eq!(of("cap_drop"), "ALL", "{at}");
            assert_eq!(of("read_only"), "true", "{at}");
            assert_eq!(of("security_opt"), "no-new-privileges:true", "{at}");
            assert!(service.get("privileged").is_none(), "{at}");
            assert!(service.get("network_mode").is_none(), "{at}");
            assert_eq!(text(&service["logging"]["options"]["max-size"]), "10m", "{at}");
            for limit in ["mem_limit", "cpus", "pids_limit", "user", "restart"] {
                assert!(!of(limit).is_empty(), "{at}: {limit}");
            }
            let (_, tag) = of("image")
                .rsplit_once(':')
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .expect("a tag");
            assert_ne!(tag, "latest", "{at}");
            for port in ports(&service).split(", ").filter(|port| *port != "none") {
                assert!(port.starts_with("127.0.0.1:"), "{at}: {port}");
            }
        }
    }
}

#[test]
fn the_document_has_the_exceptions() {
    let listed = stackgen::json(&["catalog", "list", "--format", "json"]);
    let mut table = String::from("| integration | exception | reason |\n|---|---|---|\n");
    let listed = listed.as_array().expect("a list").iter();
    for it in listed.filter(|it| it["section"] != "convention") {
        let name = it["name"].as_str().expect("a name");
        let it = stackgen::json(&["catalog", "show", name, "--format", "json"]);
        for exception in it["exceptions"].as_array().expect("exceptions") {
            let of = |key: &str| cell(exception[key].as_str().expect("a text").trim());
            let _ = writeln!(table, "| `{name}` | {} | {} |", of("what"), of("reason"));
        }
    }
    marked::check("docs/hardening.md", "exceptions", &table);
}

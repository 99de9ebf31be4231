//! What `stackgen schema` prints is a schema, and tells specs from what are none.

use std::fs;
use std::path::PathBuf;

use ::stackgen::decode::{Node, Value, parse};
use ::stackgen::diag::{Diagnostics, Sources};
use serde_json::{Value as Json, json};

use crate::stackgen;
use crate::support::cases;
use crate::support::draft7::Draft7;

#[track_caller]
fn validator(args: &[&str]) -> Draft7 {
    Draft7::new(stackgen::json(args))
}

/// TOML as an editor hands it to a schema.
fn toml(text: &str) -> Json {
    let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
    let source = sources.add("a test", text.to_owned());
    let node = parse(source, &sources, &mut problems);
    assert!(problems.is_empty(), "no TOML:\n{text}");
    plain(&node)
}

fn plain(node: &Node) -> Json {
    match &node.value {
        Value::String(text) | Value::Datetime(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Boolean(truth) => json!(truth),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Table(entries) => {
            Json::Object(entries.iter().map(|it| (it.key.clone(), plain(&it.node))).collect())
        }
    }
}

/// The TOML files directly in, or with this name one level below, a folder.
fn files(folder: &str, name: Option<&str>) -> Vec<PathBuf> {
    let entries = fs::read_dir(cases::repository(folder)).into_iter().flatten().flatten();
    let paths = entries.map(|entry| name.map_or(entry.path(), |name| entry.path().join(name)));
    let mut files: Vec<_> = paths
        .filter(|path| path.is_file() && path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
}

#[track_caller]
fn all_pass(validator: &Draft7, files: &[PathBuf]) {
    for file in files {
        let document = toml(&fs::read_to_string(file).expect("it can be read"));
        if let Err(error) = validator.verdict(&document) {
            panic!("{}: {error}", file.display());
        }
    }
}

#[test]
fn presets_and_examples_are_specs() {
    let validator = validator(&["schema"]);
    let presets = files("presets/stacks", None);
    assert!(!presets.is_empty());
    all_pass(&validator, &presets);
    // One with integrations of its own has a schema of its own.
    let plain: Vec<_> = files("examples", Some("stack.toml"))
        .into_iter()
        .filter(|file| !file.with_file_name("integrations").exists())
        .collect();
    all_pass(&validator, &plain);
}

#[test]
fn the_catalogue_is_made_of_integrations() {
    let files = files("presets/integrations", None);
    assert!(!files.is_empty());
    all_pass(&validator(&["schema", "integration"]), &files);
}

#[test]
fn the_types_of_receivers_are_of_the_format() {
    let files = files("presets/receivers", None);
    assert!(!files.is_empty());
    all_pass(&validator(&["schema", "receiver"]), &files);
}

#[test]
fn it_takes_what_stackgen_takes() {
    let validator = validator(&["schema"]);
    for spec in [
        "version = 1",
        "version = 1\n[integrations.node]",
        "version = 1\npreset = 'minimal'\n[integrations.node]\nenabled = false\n[integrations.machine]\ntype = 'node'",
        "version = 1\n[integrations.node]\nenabled = false\n[integrations.machines]\ntype = 'node'\ntargets = ['a:9100']",
        "version = 1\n[receivers.slack]\nchannel = '#ops'",
        "version = 1\n[receivers.slack]\ntype = 'discord'\nwebhook_url_file = 'secrets/discord'",
        "version = 1\n[receivers.chat]\ntype = 'discord'\nwebhook_url_file = 'secrets/discord'",
        "version = 1\n[probes.site]\nurls = ['https://shop.example']",
        "version = 1\n[alerts.HighCPUUsage]\nthreshold = 90\nfor = '15m'",
    ] {
        if let Err(error) = validator.verdict(&toml(spec)) {
            panic!("refused:\n{spec}\n{error}");
        }
        assert_eq!(stackgen::check(spec), Some(0), "stackgen refuses:\n{spec}");
    }
}

#[test]
fn it_refuses_what_stackgen_refuses() {
    let validator = validator(&["schema"]);
    for spec in [
        "",
        "version = 2",
        "version = 1\nprest = 'minimal'",
        "version = 1\npreset = 'large'",
        "version = 1\n[integrations.machine]",
        "version = 1\n[integrations.machine]\ntype = 'nodes'",
        "version = 1\n[integrations.node]\npassword_file = 'x'",
        "version = 1\n[receivers.chat]\nchannel = '#ops'",
        "version = 1\n[receivers.chat]\ntype = 'slack'\nchannel = '#ops'",
        "version = 1\n[receivers.slack]\nchanel = '#ops'",
        "version = 1\n[apps.backend]\nconvention = 'expres'",
        "version = 1\n[probes.site]\ntype = 'tcp'\nurls = ['https://shop.example']",
        "version = 1\n[alerts.HighCpuUsage]\nthreshold = 90",
        "version = 1\n[alerts.HighCPUUsage]\nthreshold = 100",
        "version = 1\n[prometheus]\nscrape_interval = '15'",
    ] {
        assert!(validator.verdict(&toml(spec)).is_err(), "taken:\n{spec}");
        assert_eq!(stackgen::check(spec), Some(2), "stackgen takes:\n{spec}");
    }
}

#[test]
fn every_key_is_described() {
    for args in [
        &["schema"][..],
        &["schema", "integration"],
        &["schema", "receiver"],
        &["schema", "report"],
    ] {
        let schema = stackgen::json(args);
        let definitions = schema["definitions"].as_object().expect("there are definitions");
        for (table, definition) in definitions {
            assert_ne!(definition["description"], json!(null), "{table}");
            for (key, of) in definition["properties"].as_object().into_iter().flatten() {
                assert!(of["description"].is_string(), "{table}, `{key}`");
            }
        }
    }
}

//! An integration is one file of data: adding one touches no Rust file.

use std::fmt::Write as _;
use std::fs;

use stackgen::catalog::{Catalog, Section, UserFile, UserFolder};
use stackgen::diag::{Color, Diagnostics, Sources, report};
use stackgen::output::FileSet;
use stackgen::pipeline::{Input, SpecText, resolve};
use stackgen::render::{Place, render};

use crate::support::cases;

/// The files of a spec with integrations beside it.
#[track_caller]
fn files(spec: &str, own: Vec<UserFile>) -> FileSet {
    let spec = SpecText { name: "stack.toml".to_owned(), text: spec.to_owned() };
    let resolved = resolve(Input { spec: Some(spec), own, ..Input::default() });
    let said = || report(&resolved.diagnostics, &resolved.sources, Color::Never);
    let stack = resolved.accepted().unwrap_or_else(|| panic!("{}", said()));
    render(stack, &Place { to_spec: "..".to_owned() }).expect("an accepted spec renders")
}

/// A file of the repository as a user's own integration.
#[track_caller]
fn own(name: &str, path: &str) -> UserFile {
    let text = fs::read_to_string(cases::repository(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"));
    let folder = UserFolder::Integrations;
    let beside = fs::read_dir(cases::repository(path.trim_end_matches(".toml")));
    let templates = beside.into_iter().flatten().map(|entry| {
        let entry = entry.expect("the folder can be read");
        let text = fs::read_to_string(entry.path()).expect("it is a text");
        (entry.file_name().into_string().expect("its name is UTF-8"), text)
    });
    let templates = templates.collect();
    UserFile {
        folder,
        name: name.to_owned(),
        path: format!("integrations/{name}.toml"),
        text,
        templates,
    }
}

#[test]
fn memcached_is_added_by_a_file_alone() {
    let spec = "version = 1\nname = \"shop-monitoring\"\n[networks]\njoin = [\"shop_default\"]\n\
        [integrations.cache]\ntype = \"memcached\"\naddress = \"cache:11211\"\n";
    let path = "examples/03-own-integration/integrations/memcached.toml";
    let files = files(spec, vec![own("memcached", path)]);
    for file in [
        "prometheus/rules/memcached.yml",
        "prometheus/tests/memcached.yml",
        "grafana/dashboards/memcached.json",
    ] {
        assert!(files.contains(file), "{file} is not rendered");
    }
    let has = |file: &str, text: &str| {
        let bytes = files.get(file).unwrap_or_default();
        assert!(String::from_utf8_lossy(bytes).contains(text), "{file} lacks {text}");
    };
    has("docker-compose.monitoring.yml", "cache-exporter:");
    has("docker-compose.monitoring.yml", "cache:11211");
    has("prometheus/prometheus.yml", "cache-exporter:");
    for name in crate::source::files().iter().map(|file| &file.text) {
        assert!(!name.contains("memcached\" =>"), "Rust knows memcached");
    }
}

/// What the catalogue brings has no advantage over what a user writes: the same file beside the
/// spec gives the same stack, byte for byte.
#[test]
fn every_integration_of_the_catalogue_works_the_same_beside_a_spec() {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
    let mut tried = 0;
    for name in catalog.integration_names() {
        let loaded =
            catalog.integration(&name, &mut sources, &mut diagnostics).expect("it is sound");
        let mut spec =
            "version = 1\nname = \"shop-monitoring\"\n[networks]\njoin = [\"shop_default\"]\n"
                .to_owned();
        match loaded.integration.section {
            Section::Stack => {}
            Section::Apps => spec.push_str(
                "[apps.backend]\ntargets = [\"backend:8080\"]\nconvention = \"express\"\n",
            ),
            Section::Probes => spec.push_str("[probes.site]\nurls = [\"https://shop.example\"]\n"),
            Section::Integrations => {
                let _ = writeln!(spec, "[integrations.{name}]");
                for (key, setting) in
                    loaded.integration.settings.iter().filter(|(_, setting)| setting.required)
                {
                    let example =
                        setting.example.as_ref().expect("a required setting has an example");
                    let _ = writeln!(spec, "{key} = \"{example}\"");
                }
            }
        }
        let built_in = files(&spec, vec![]);
        let copied = files(&spec, vec![own(&name, &format!("presets/integrations/{name}.toml"))]);
        for (path, content) in built_in.iter() {
            let same = copied.get(path.as_str()) == Some(content);
            assert!(same, "{path} is another one when {name} is the user's own");
        }
        assert_eq!(built_in.len(), copied.len(), "{name}");
        tried += 1;
    }
    assert!(tried > 5, "only {tried} integrations");
}

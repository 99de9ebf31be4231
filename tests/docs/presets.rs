//! The presets side by side, as they are rendered.

use std::fmt::Write as _;
use std::fs;

use serde_yaml::Value as Yaml;

use crate::{marked, stackgen};

#[test]
fn the_readme_compares_the_presets() {
    let mut table = String::from(
        "| preset | services | alerts that reach people | memory | published on 127.0.0.1 |\n\
         |---|---|---|---|---|\n",
    );
    for preset in ["minimal", "standard", "production"] {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        stackgen::run(folder.path(), &["render", "--quiet", "--preset", preset, "-o", "out"]);
        let out = folder.path().join("out");
        let compose =
            fs::read_to_string(out.join("docker-compose.monitoring.yml")).expect("a file");
        let compose: Yaml = serde_yaml::from_str(&compose).expect("it is YAML");
        let services = compose["services"].as_mapping().expect("services");
        let names: Vec<_> = services.keys().filter_map(Yaml::as_str).collect();
        let memory: u64 = services.values().map(|service| mebibytes(&service["mem_limit"])).sum();
        let mut ports: Vec<String> = services
            .values()
            .flat_map(|service| service["ports"].as_sequence().into_iter().flatten())
            .filter_map(|port| port.as_str()?.split(':').nth(1).map(str::to_owned))
            .collect();
        ports.sort();
        let _ = writeln!(
            table,
            "| `{preset}` | {} | {} | {memory} MB | {} |",
            names.join(", "),
            alerts(&out),
            ports.join(", ")
        );
    }
    marked::check("README.md", "presets", &table);
}

/// How many alerts of the tiers P0 to P2 there are in the rule files.
fn alerts(out: &std::path::Path) -> usize {
    let rules = fs::read_dir(out.join("prometheus/rules")).expect("a folder").flatten();
    let texts = rules.map(|file| fs::read_to_string(file.path()).expect("a file"));
    texts.map(|text| text.matches("tier: \"P").count()).sum()
}

fn mebibytes(limit: &Yaml) -> u64 {
    let limit = limit.as_str().expect("a limit");
    let number =
        |unit: char| limit.strip_suffix(unit).and_then(|number| number.parse::<u64>().ok());
    number('g').map(|gib| gib * 1024).or_else(|| number('m')).expect("in m or g")
}

//! Prometheus's configuration, rules and unit tests, as promtool sees them.

use std::path::Path;

use crate::Checked;
use crate::mounts;
use crate::placed::Placed;
use crate::support::tools::Tool;
use crate::yaml;

const CONFIG: &str = "prometheus/prometheus.yml";

/// `promtool check config`, and that the container finds every file the configuration names, and
/// that it loads every rule file that was rendered.
pub(crate) fn config(placed: &Placed, promtool: &Tool) -> Checked {
    placed.as_its_container_sees_it(CONFIG)?;
    placed.check(promtool, &["check", "config", "--lint=all", "--lint-fatal", CONFIG])?;

    let config = placed.root().join(CONFIG);
    let text = std::fs::read_to_string(&config).map_err(|error| error.to_string())?;
    let loaded: Vec<_> = yaml::scalars(&text)?
        .into_iter()
        .filter(|(key, _)| key == "rule_files")
        .flat_map(|(_, pattern)| mounts::matches(&config.with_file_name(pattern)))
        .collect();
    match placed.files("prometheus/rules").into_iter().find(|rules| !loaded.contains(rules)) {
        Some(rules) => Err(format!("{CONFIG} does not load {}", name(&rules))),
        None => Ok(()),
    }
}

/// `promtool check rules` on every rule file.
pub(crate) fn rules(placed: &Placed, promtool: &Tool) -> Checked {
    let rules = names(placed, "prometheus/rules");
    if rules.is_empty() {
        return Err("there is no file in prometheus/rules".to_owned());
    }
    let args = ["check", "rules", "--lint=all", "--lint-fatal"];
    placed.check(
        promtool,
        &args.into_iter().chain(rules.iter().map(String::as_str)).collect::<Vec<_>>(),
    )
}

/// `promtool test rules` on every file of unit tests.
pub(crate) fn tests(placed: &Placed, promtool: &Tool) -> Checked {
    let tests = names(placed, "prometheus/tests");
    if tests.is_empty() {
        return Err("there is no file in prometheus/tests".to_owned());
    }
    placed.check(
        promtool,
        &["test", "rules"].into_iter().chain(tests.iter().map(String::as_str)).collect::<Vec<_>>(),
    )
}

fn names(placed: &Placed, folder: &str) -> Vec<String> {
    placed.files(folder).iter().map(|path| format!("{folder}/{}", name(path))).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

//! The real programs accept whatever is accepted: on a sample of specs made by chance that uses
//! every section and every type of thing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use stackgen::output::FileSet;
use tempfile::TempDir;

use crate::support::process::Finished;
use crate::support::tools::{self, Tool};
use crate::tape::Tape;
use crate::{grammar, parsed, run};

/// How many specs; `STACKGEN_PROPERTY_TOOLS` says otherwise.
const SAMPLE: usize = 40;

/// Of these, so many have unit tests run, which takes the longest: those of one part each, of the
/// part that had its turn the least often.
const TESTED: usize = 12;

/// An accepted spec on disk, where programs can read it.
struct Case {
    spec: String,
    files: FileSet,
    folder: TempDir,
}

#[test]
fn real_programs_accept_what_is_accepted() {
    let (Some(promtool), Some(amtool), Some(compose), Some(caddy), Some(blackbox)) = (
        tools::promtool(),
        tools::amtool(),
        tools::docker_compose(),
        tools::caddy(),
        tools::blackbox_exporter(),
    ) else {
        return;
    };
    let cases = sample();
    let mut problems = Vec::new();
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    for (at, case) in cases.iter().enumerate() {
        let has = |file: &str| case.files.contains(file);
        problems.extend(case.check(promtool, &["check", "config", "prometheus/prometheus.yml"]));
        let rules = case.under("prometheus/rules/");
        let args: Vec<&str> =
            ["check", "rules"].into_iter().chain(rules.iter().map(String::as_str)).collect();
        problems.extend(case.check(promtool, &args));
        if at % SAMPLE.div_ceil(TESTED) == 0 {
            let tests = case.under("prometheus/tests/");
            let rarest = tests.iter().min_by_key(|file| turns.get(*file).copied().unwrap_or(0));
            let rarest = rarest.expect("Prometheus has rules of its own");
            problems.extend(case.check(promtool, &["test", "rules", rarest]));
            *turns.entry(rarest.clone()).or_default() += 1;
        }
        if has("alertmanager/alertmanager.yml") {
            problems.extend(case.check(amtool, &["check-config", "alertmanager/alertmanager.yml"]));
        }
        if has("blackbox/blackbox.yml") {
            problems.extend(
                case.check(blackbox, &["--config.check", "--config.file=blackbox/blackbox.yml"]),
            );
        }
        if has("caddy/Caddyfile") {
            problems.extend(case.check(
                caddy,
                &["validate", "--adapter", "caddyfile", "--config", "caddy/Caddyfile"],
            ));
        }
        problems.extend(case.as_compose_sees_it(compose));
    }
    println!("unit tests were run: {turns:?}");
    assert!(
        problems.is_empty(),
        "{} of {} specs:\n{}",
        problems.len(),
        cases.len(),
        problems.join("\n\n")
    );
}

/// Accepted specs, each with something that none before had, then any.
fn sample() -> Vec<Case> {
    let count = std::env::var("STACKGEN_PROPERTY_TOOLS")
        .map_or(SAMPLE, |text| text.parse().expect("a number"));
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut seen = BTreeSet::new();
    let mut cases = Vec::new();
    for tried in 0..count * 60 {
        let tape =
            vec(any::<u16>(), 0..400).new_tree(&mut runner).expect("any numbers will do").current();
        let spec = grammar::spec(&mut Tape::new(&tape));
        let resolved = run::spec(&spec);
        let Some(stack) = resolved.accepted() else { continue };
        let mut new: BTreeSet<String> = BTreeSet::new();
        new.extend(stack.parts.iter().map(|part| format!("part {}", part.name)));
        new.extend(stack.probes.iter().map(|watch| format!("probe {}", watch.probe.type_name())));
        new.extend(stack.profiles.iter().map(|profile| format!("profile {}", profile.convention)));
        let routes = stack.alerting.iter().flat_map(|alerting| &alerting.routes);
        new.extend(
            routes.flat_map(|route| &route.receivers).map(|one| one.type_name().to_string()),
        );
        new.insert(format!("proxy {}", stack.proxy.is_some()));
        new.retain(|one| !seen.contains(one));
        // The last third is whatever comes.
        if new.is_empty() && cases.len() < count * 2 / 3 && tried < count * 40 {
            continue;
        }
        let files = run::files(&resolved).expect("it is accepted");
        seen.extend(new);
        cases.push(Case::new(spec, files));
        if cases.len() == count {
            break;
        }
    }
    println!("{} specs with {seen:?}", cases.len());
    assert_eq!(cases.len(), count, "too few specs are accepted");
    cases
}

impl Case {
    /// Writes the files, with the folders of the containers made folders of this machine, and the
    /// secret files in place.
    fn new(spec: String, files: FileSet) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().display().to_string();
        for (path, bytes) in files.iter() {
            let file = folder.path().join(path.as_str());
            fs::create_dir_all(file.parent().unwrap_or(Path::new("/")))
                .expect("a temporary folder");
            let text = String::from_utf8_lossy(bytes);
            let text = if path.as_str().starts_with("docker-compose") {
                text.into_owned()
            } else {
                text.replace("/run/secrets/", &format!("{root}/secrets/"))
            };
            let text = text.replace("/etc/prometheus/rules", &format!("{root}/prometheus/rules"));
            fs::write(&file, text).expect("a temporary file");
        }
        let compose = &parsed::all(&files)["docker-compose.monitoring.yml"];
        fs::create_dir_all(folder.path().join("secrets")).expect("a temporary folder");
        for name in compose["secrets"].as_object().into_iter().flatten().map(|(name, _)| name) {
            fs::write(folder.path().join("secrets").join(name), "secret")
                .expect("a temporary file");
        }
        Self { spec, files, folder }
    }

    fn under(&self, folder: &str) -> Vec<String> {
        let paths = self.files.paths().map(|path| path.as_str().to_owned());
        paths.filter(|path| path.starts_with(folder)).collect()
    }

    fn check(&self, tool: &Tool, args: &[&str]) -> Option<String> {
        let finished = tool.run_in(self.folder.path(), args);
        (!finished.succeeded()).then(|| self.problem(&finished))
    }

    fn problem(&self, finished: &Finished) -> String {
        let said: String = finished.to_string().lines().take(30).collect::<Vec<_>>().join("\n");
        format!("{said}\n--- the spec\n{}", self.spec)
    }

    /// Compose accepts the file without a warning, and reads from it what we do.
    fn as_compose_sees_it(&self, compose: &Tool) -> Option<String> {
        let args = ["-f", "docker-compose.monitoring.yml", "config", "--format", "json"];
        let finished = compose.run_in(self.folder.path(), args);
        if !finished.succeeded() || !finished.stderr.is_empty() {
            return Some(self.problem(&finished));
        }
        let theirs: Value = serde_json::from_str(&finished.stdout).expect("Compose prints JSON");
        let ours = &parsed::all(&self.files)["docker-compose.monitoring.yml"];
        for (name, service) in ours["services"].as_object().into_iter().flatten() {
            // What it prints can be read again: `$` is doubled there as well.
            for key in ["command", "environment", "user", "image"] {
                if service[key] != theirs["services"][name][key] {
                    let read = &theirs["services"][name][key];
                    return Some(format!(
                        "{name}: {key}: {} is read as {read}\n{}",
                        service[key], self.spec
                    ));
                }
            }
        }
        None
    }
}

//! Every accepted spec renders tests that pass, whatever it sets.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use stackgen::catalog::{Catalog, Section};

use crate::everything::{self, Settings};
use crate::hunt;
use crate::rules::{self, Part};
use crate::support::rendered;
use crate::support::tools::{self, Tool};
use crate::variants::Variants;

/// How a threshold is made of what the catalogue has: value, min, max.
type Change = fn(f64, f64, Option<f64>) -> f64;

#[test]
fn the_tests_pass_whatever_a_spec_sets() {
    let Some(promtool) = tools::promtool() else { return };
    let higher: Change = |value, _, max| max.map_or(value * 1.5, |max| f64::midpoint(value, max));
    let lower: Change = |value, min, _| f64::midpoint(value, min);
    let cases: [(&str, &str, Option<Overrides>); 9] = [
        ("as it comes", "", None),
        ("scraped every 5 s", "scrape_interval = \"5s\"", None),
        ("scraped every 30 s", "scrape_interval = \"30s\"", None),
        ("scraped every minute", "scrape_interval = \"1m\"", None),
        ("evaluated less often than scraped", "evaluation_interval = \"1m\"", None),
        (
            "evaluated more often than scraped",
            "scrape_interval = \"1m\"\nevaluation_interval = \"20s\"",
            None,
        ),
        ("at once", "", Some((None, "0s"))),
        ("higher thresholds, for an hour", "", Some((Some(higher), "1h"))),
        ("lower thresholds", "scrape_interval = \"30s\"", Some((Some(lower), "7m30s"))),
    ];
    // What a spec sets are numbers, what a convention brings are names: each case has another convention
    // than the last, and all have their turn.
    let conventions = Catalog::convention_names().into_iter().cycle();
    let mut parts = Vec::new();
    for ((name, prometheus, changes), convention) in cases.into_iter().zip(conventions) {
        let settings = |apps: bool| Settings {
            prometheus: prometheus.to_owned(),
            tables: changes.map_or(String::new(), |changes| overrides(changes, apps)),
        };
        for spec in [
            everything::integrations(&settings(false)),
            everything::app(convention, &settings(true)),
        ] {
            let of_this = rules::parts(&rendered::files(&spec, vec![])).into_iter();
            parts
                .extend(of_this.map(|part| (format!("{name}, with an app of {convention}"), part)));
        }
    }
    let failed = failed(promtool, &parts);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The names of the unit tests that fail, each run with the rules that it needs.
fn failed(promtool: &Tool, parts: &[(String, Part)]) -> Vec<String> {
    let mut trials: Vec<Variants<'_>> = Vec::new();
    let mut names = Vec::new();
    let mut known = BTreeSet::new();
    for (name, part) in parts {
        for test in 0..part.tests.len() {
            let needed = part.needed(&part.tests[test]);
            let at = *needed.last().expect("a test asks for a rule");
            let versions = vec![(names.len(), &part.rules[at])];
            let trial = Variants { part, at, versions, test };
            let rules: Vec<_> = needed.iter().map(|at| &part.rules[*at]).collect();
            // What is not about the app is the same in both stacks of a case.
            if known.insert(format!("{} {} {rules:?}", part.frame, part.tests[test])) {
                names.push(format!("{name}: {}", part.tests[test]["name"]));
                trials.push(trial);
            }
        }
    }
    let outcome = hunt::round(promtool, &trials);
    outcome.failed.into_iter().map(|id| names[id].clone()).collect()
}

/// Apps of all conventions in one stack share their alerts, and still are told apart.
#[test]
fn the_tests_pass_with_apps_of_all_conventions() {
    let Some(promtool) = tools::promtool() else { return };
    let alone =
        rules::parts(&rendered::files(&everything::integrations(&Settings::default()), vec![]));
    let together = rules::parts(&rendered::files(&everything::all(), vec![]));
    let differ = together.into_iter().filter(|part| !alone.iter().any(|it| it.rules == part.rules));
    let parts: Vec<_> = differ.map(|part| ("all together".to_owned(), part)).collect();
    let failed = failed(promtool, &parts);
    assert!(!parts.is_empty() && failed.is_empty(), "{}", failed.join("\n"));
}

/// How thresholds change, and what `for` is.
type Overrides = (Option<Change>, &'static str);

/// An override for every alert of the catalogue that a stack with apps has, or one without.
fn overrides((threshold, hold): Overrides, apps: bool) -> String {
    let mut text = String::new();
    for (_, integration) in everything::of_the_catalogue() {
        let is_there = match integration.section {
            Section::Apps => apps,
            Section::Stack => true,
            Section::Integrations | Section::Probes => !apps,
        };
        for (name, alert) in integration.alerts.iter().filter(|_| is_there) {
            let _ = writeln!(text, "[alerts.{name}]\nfor = \"{hold}\"");
            if let (Some(change), Some(own)) = (threshold, &alert.threshold) {
                let _ =
                    writeln!(text, "threshold = {:?}", change(own.value.value, own.min, own.max));
            }
        }
    }
    text
}

//! Every mutant of every rule must make a unit test fail.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde_json::Value;
use stackgen::catalog::{Catalog, UserFile, UserFolder};

use crate::equivalent::{self, Equivalent};
use crate::everything::{self, Settings};
use crate::hunt::{self, Suspects};
use crate::mutant::{self, Mutant};
use crate::rules::{self, Part};
use crate::support::rendered;
use crate::support::tools;

/// The rules of every integration, those of apps once for each convention, and those of the example of
/// an integration of one's own.
fn parts() -> Vec<Part> {
    let settings = Settings::default();
    let mut parts = rules::parts(&rendered::files(&everything::integrations(&settings), vec![]));
    for convention in Catalog::convention_names() {
        let files = rendered::files(&everything::app(convention, &settings), vec![]);
        parts.extend(rules::parts(&files));
    }
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/03-own-integration");
    let read = |path: &str| fs::read_to_string(example.join(path)).expect("the example is there");
    let own = UserFile {
        templates: vec![],
        folder: UserFolder::Integrations,
        name: "memcached".to_owned(),
        path: "integrations/memcached.toml".to_owned(),
        text: read("integrations/memcached.toml"),
    };
    parts.extend(rules::parts(&rendered::files(&read("stack.toml"), vec![own])));
    parts
}

/// Every rule with its mutants. What is the same in several stacks is there once, and so is a change
/// that is known to be equivalent where several conventions have the same rule: it passes all tests,
/// which takes the longest.
fn suspects<'a>(parts: &'a [Part], equivalents: &[Equivalent]) -> Vec<Suspects<'a>> {
    let mut known: Vec<&Value> = Vec::new();
    let mut tried: BTreeSet<usize> = BTreeSet::new();
    let mut suspects = Vec::new();
    for part in parts {
        for (at, rule) in part.rules.iter().enumerate() {
            if known.contains(&rule) {
                continue;
            }
            known.push(rule);
            let tests = part.tests_of(at);
            let mut mutants = mutant::all(rule);
            let entry = |mutant: &Mutant| equivalents.iter().position(|it| it.is(rule, mutant));
            mutants.retain(|mutant| entry(mutant).is_none_or(|at| !tried.contains(&at)));
            tried.extend(mutants.iter().filter_map(entry));
            for mutant in &mutants {
                assert!(mutant.is_sound(), "{}: {}", mutant.what, mutant.rule);
            }
            suspects.push(Suspects { part, at, mutants, tests });
        }
    }
    suspects
}

#[test]
fn every_mutant_of_every_rule_makes_a_unit_test_fail() {
    let Some(promtool) = tools::promtool() else { return };
    let parts = parts();
    let known = equivalent::all();
    let suspects = suspects(&parts, &known);
    let alive = hunt::survivors(promtool, &suspects);

    let mut unused: BTreeSet<usize> = (0..known.len()).collect();
    let mut survivors = Vec::new();
    for (rule, mutant) in &alive {
        let (rule, mutant) = (&suspects[*rule], &suspects[*rule].mutants[*mutant]);
        let own = &rule.part.rules[rule.at];
        if let Some(at) = known.iter().position(|known| known.is(own, mutant)) {
            unused.remove(&at);
        } else {
            survivors.push(format!("{}: {}\n    {}", rule.name(), mutant.what, own["expr"]));
        }
    }
    let mutants: usize = suspects.iter().map(|one| one.mutants.len()).sum();
    // Past libtest's capture: a hunt without prey must not look like a success.
    let _ = writeln!(
        io::stderr(),
        "{mutants} mutants of {} rules: {} killed, {} known to be equivalent",
        suspects.len(),
        mutants - alive.len(),
        alive.len() - survivors.len(),
    );
    assert!(mutants > 1000, "only {mutants} mutants");
    assert!(survivors.is_empty(), "{} survivors:\n{}", survivors.len(), survivors.join("\n"));
    let stale: Vec<_> =
        unused.iter().map(|at| format!("{} {}", known[*at].rule, known[*at].what)).collect();
    assert!(stale.is_empty(), "equivalent.toml lists what is killed:\n{}", stale.join("\n"));
}

/// Where apps follow several conventions, some tests are there for one of them only. What the others have
/// is enough for the rules that are theirs alone.
#[test]
fn every_mutant_of_a_further_convention_makes_a_test_of_its_own_fail() {
    let Some(promtool) = tools::promtool() else { return };
    let known = equivalent::all();
    let parts: Vec<(Part, usize)> = Catalog::convention_names()
        .into_iter()
        .map(|name| {
            let files = rendered::files(&everything::second(name), vec![]);
            rules::of_profile(&files, name)
        })
        .collect();
    let mut suspects = Vec::new();
    for (part, own) in &parts {
        for at in 0..*own {
            let rule = &part.rules[at];
            let mut mutants = mutant::all(rule);
            mutants.retain(|mutant| !known.iter().any(|known| known.is(rule, mutant)));
            suspects.push(Suspects { part, at, mutants, tests: part.tests_of(at) });
        }
    }
    let alive = hunt::survivors(promtool, &suspects);
    let named = alive.iter().map(|(rule, mutant)| {
        let rule = &suspects[*rule];
        format!(
            "{}: {}\n    {}",
            rule.name(),
            rule.mutants[*mutant].what,
            rule.part.rules[rule.at]["expr"]
        )
    });
    let named: Vec<_> = named.collect();
    assert!(suspects.len() > 5 * parts.len(), "only {} rules", suspects.len());
    assert!(named.is_empty(), "{} survivors:\n{}", named.len(), named.join("\n"));
}

//! Every mutant of every rule must make a unit test fail.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use serde_json::Value;

use crate::equivalent;
use crate::everything;
use crate::mutant::{self, Mutant};
use crate::promtool::{Trial, failed};
use crate::rules::{self, Part};
use crate::support::tools::{self, Tool};

/// A mutant with all that is needed to try it.
struct Suspect<'a> {
    part: &'a Part,
    rule: &'a Value,
    mutant: Mutant,
    rules: Value,
    /// The tests that may see it, the likeliest first.
    tests: Vec<usize>,
}

impl Suspect<'_> {
    fn name(&self) -> &str {
        Part::name_of(self.rule)
    }

    /// What was changed, without the place.
    fn what(&self) -> &str {
        self.mutant
            .what
            .rsplit_once(" @")
            .or(self.mutant.what.rsplit_once(" #"))
            .map_or(&*self.mutant.what, |it| it.0)
    }
}

#[test]
fn every_mutant_of_every_rule_makes_a_unit_test_fail() {
    let Some(promtool) = tools::promtool() else { return };
    let files = everything::files(&everything::spec("", ""));
    let parts = rules::parts(&files);
    let mut unseen = BTreeSet::new();
    let suspects = suspects(&parts, &mut unseen);
    let alive = hunt(promtool, &suspects);

    let known = equivalent::all();
    let is_known = |suspect: &Suspect<'_>| {
        known.iter().any(|known| known.rule == suspect.name() && known.what == suspect.what())
    };
    let survivors: Vec<_> = alive
        .iter()
        .map(|at| &suspects[*at])
        .filter(|suspect| !is_known(suspect))
        .map(|suspect| format!("{} {}: {}", suspect.part.name, suspect.name(), suspect.mutant.what))
        .collect();
    let stale: Vec<_> = known
        .iter()
        .filter(|known| {
            !alive
                .iter()
                .map(|at| &suspects[*at])
                .any(|one| known.rule == one.name() && known.what == one.what())
        })
        .map(|known| format!("{} {}", known.rule, known.what))
        .collect();
    // Past libtest's capture: a hunt without prey must not look like a success.
    let _ = writeln!(
        io::stderr(),
        "{} mutants of {} rules in {} integrations: {} killed, {} known to be equivalent; no alert reads {} recordings",
        suspects.len(),
        parts.iter().map(|part| part.rules.len()).sum::<usize>() - unseen.len(),
        parts.len(),
        suspects.len() - alive.len(),
        alive.len() - survivors.len(),
        unseen.len(),
    );
    assert!(suspects.len() > 500, "only {} mutants", suspects.len());
    assert!(survivors.is_empty(), "{} survivors:\n{}", survivors.len(), survivors.join("\n"));
    assert!(
        stale.is_empty(),
        "equivalent.toml lists what is killed or not there:\n{}",
        stale.join("\n")
    );
}

/// Every mutant of every rule that an alert depends on. The others go to `unseen`: recordings for
/// dashboards, of which no alert's test can tell anything.
fn suspects<'a>(parts: &'a [Part], unseen: &mut BTreeSet<String>) -> Vec<Suspect<'a>> {
    let mut suspects = Vec::new();
    for part in parts {
        for (at, (_, rule)) in part.rules.iter().enumerate() {
            let alerts = part.alerts_behind(rule);
            if alerts.is_empty() {
                unseen.insert(format!("{} {} {}", part.name, Part::name_of(rule), rule["expr"]));
                continue;
            }
            let tests = part.tests_of(&alerts, rule);
            assert!(!tests.is_empty(), "{} has no tests", Part::name_of(rule));
            for mutant in mutant::all(rule) {
                assert!(
                    mutant::is_sound(&mutant),
                    "{}: {}: {}",
                    Part::name_of(rule),
                    mutant.what,
                    mutant.rule
                );
                let rules = part.with(at, &mutant.rule, &alerts);
                suspects.push(Suspect { part, rule, mutant, rules, tests: tests.clone() });
            }
        }
    }
    suspects
}

/// Tries every suspect with one test after the other until one fails. Returns the survivors.
fn hunt(promtool: &Tool, suspects: &[Suspect<'_>]) -> Vec<usize> {
    /// So many mutants share a run of promtool, whose start costs as much as a few tests.
    const BATCH: usize = 40;

    let mut alive: Vec<usize> = (0..suspects.len()).collect();
    let rounds = suspects.iter().map(|suspect| suspect.tests.len()).max().unwrap_or(0);
    let mut survivors = Vec::new();
    for round in 0..rounds {
        let (open, done): (Vec<usize>, Vec<usize>) =
            alive.iter().partition(|at| round < suspects[**at].tests.len());
        survivors.extend(done);
        let batches: Vec<&[usize]> = open.chunks(BATCH).collect();
        let next = AtomicUsize::new(0);
        let killed = Mutex::new(BTreeSet::new());
        let work = || {
            let folder = tempfile::tempdir().expect("a temporary folder");
            while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                let trials: Vec<_> = batch
                    .iter()
                    .map(|at| Trial {
                        id: *at,
                        part: suspects[*at].part,
                        rules: &suspects[*at].rules,
                        test: suspects[*at].tests[round],
                    })
                    .collect();
                let dead = failed(promtool, folder.path(), &trials);
                killed.lock().expect("no thread panicked").extend(dead);
                for entry in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
                    let _ = fs::remove_file(entry.path());
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
                scope.spawn(work);
            }
        });
        let killed = killed.into_inner().expect("no thread panicked");
        alive = open.into_iter().filter(|at| !killed.contains(at)).collect();
    }
    survivors.extend(alive);
    survivors.sort_unstable();
    survivors
}

/// Without a mutant, every single test passes: what fails above fails because of the mutant.
#[test]
fn every_test_passes_for_the_rules_as_they_are() {
    let Some(promtool) = tools::promtool() else { return };
    let files = everything::files(&everything::spec("", ""));
    let parts = rules::parts(&files);
    let mut trials = Vec::new();
    let own: Vec<(usize, usize, Value)> = parts
        .iter()
        .enumerate()
        .flat_map(|(at, part)| (0..part.tests.len()).map(move |test| (at, test)))
        .map(|(at, test)| {
            let asked = parts[at].tests[test]["alert_rule_test"].as_array().into_iter().flatten();
            let alerts =
                asked.filter_map(|asked| asked["alertname"].as_str()).map(str::to_owned).collect();
            let (_, first) = &parts[at].rules[0];
            (at, test, parts[at].with(0, first, &alerts))
        })
        .collect();
    for (id, (at, test, rules)) in own.iter().enumerate() {
        trials.push(Trial { id, part: &parts[*at], rules, test: *test });
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wrong = failed(promtool, folder.path(), &trials);
    let names: Vec<_> =
        wrong.iter().map(|id| parts[own[*id].0].tests[own[*id].1]["name"].to_string()).collect();
    assert!(names.is_empty(), "{}", names.join("\n"));
}

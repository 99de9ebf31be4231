//! Puts every mutant before one unit test after the other until one fails.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::mutant::Mutant;
use crate::promtool::{Outcome, run};
use crate::rules::{Part, name_of};
use crate::support::tools::Tool;
use crate::variants::Variants;

/// A rule with its mutants and the tests that may see them.
#[derive(Debug)]
pub(crate) struct Suspects<'a> {
    pub(crate) part: &'a Part,
    /// Which of the rules it is.
    pub(crate) at: usize,
    pub(crate) mutants: Vec<Mutant>,
    /// The places of the tests, the likeliest first.
    pub(crate) tests: Vec<usize>,
}

impl Suspects<'_> {
    pub(crate) fn name(&self) -> &str {
        name_of(&self.part.rules[self.at])
    }
}

/// Where one rule's mutants stand.
struct Chase {
    /// The number of its first mutant.
    first: usize,
    alive: BTreeSet<usize>,
    /// How many tests they have passed.
    passed: usize,
}

/// The mutants that pass every test: which of the rules, which of its mutants.
pub(crate) fn survivors(promtool: &Tool, suspects: &[Suspects<'_>]) -> Vec<(usize, usize)> {
    let mut first = 0;
    let mut chases: Vec<Chase> = Vec::new();
    for one in suspects {
        let alive = (first..first + one.mutants.len()).collect();
        chases.push(Chase { first, alive, passed: 0 });
        first += one.mutants.len();
    }
    let total = first;
    loop {
        let is_open = |(at, chase): &(usize, &Chase)| {
            !chase.alive.is_empty() && chase.passed < suspects[*at].tests.len()
        };
        let open: Vec<usize> =
            chases.iter().enumerate().filter(is_open).map(|(at, _)| at).collect();
        if open.is_empty() {
            break;
        }
        let trials: Vec<Variants<'_>> = open
            .iter()
            .map(|at| {
                let (one, chase) = (&suspects[*at], &chases[*at]);
                let version = |id: &usize| (*id, &one.mutants[*id - chase.first].rule);
                let mut versions: Vec<_> = chase.alive.iter().map(version).collect();
                // The rule as it is must pass: what fails, fails because of the mutant.
                versions.push((total + at, &one.part.rules[one.at]));
                let test = one.tests[chase.passed];
                Variants { part: one.part, at: one.at, versions, test }
            })
            .collect();
        let outcome = round(promtool, &trials);
        for at in &open {
            let one = &suspects[*at];
            let test = &one.part.tests[one.tests[chases[*at].passed]]["name"];
            assert!(!outcome.failed.contains(&(total + at)), "without a mutant, too, fails {test}");
        }
        for at in open {
            let chase = &mut chases[at];
            let broken = chase.alive.iter().any(|id| outcome.broken.contains(id));
            chase.alive.retain(|id| !outcome.failed.contains(id));
            // What broke kept the others from being tried.
            chase.passed += usize::from(!broken);
        }
    }
    let of = |(at, chase): (usize, Chase)| {
        chase.alive.into_iter().map(move |id| (at, id - chase.first)).collect::<Vec<_>>()
    };
    chases.into_iter().enumerate().flat_map(of).collect()
}

/// Runs trials on all processors.
pub(crate) fn round(promtool: &Tool, trials: &[Variants<'_>]) -> Outcome {
    /// So many trials share a run of promtool, whose start costs as much as a few of them.
    const BATCH: usize = 8;

    let batches: Vec<&[Variants<'_>]> = trials.chunks(BATCH).collect();
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Outcome::default());
    let work = || {
        while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let outcome = run(promtool, folder.path(), batch);
            let mut all = all.lock().expect("no thread panicked");
            all.failed.extend(outcome.failed);
            all.broken.extend(outcome.broken);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    all.into_inner().expect("no thread panicked")
}

//! Decisions made by chance, written down.
//!
//! Whatever is generated asks a tape of numbers for its decisions. Zero is always the plainest
//! answer, and the end of the tape is all zeros: so when proptest shortens a tape and lowers its
//! numbers, the spec that fails becomes a small one by itself.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, thread};

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// The decisions for one case.
#[derive(Debug)]
pub(crate) struct Tape<'a> {
    numbers: &'a [u16],
    at: usize,
}

impl<'a> Tape<'a> {
    /// A tape with these numbers.
    pub(crate) fn new(numbers: &'a [u16]) -> Self {
        Self { numbers, at: 0 }
    }

    /// A number below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(number) % count.max(1)
    }

    /// Whether something that happens in so many of a thousand cases happens.
    pub(crate) fn happens(&mut self, in_thousand: usize) -> bool {
        self.below(1000) >= 1000 - in_thousand
    }

    /// One of several.
    pub(crate) fn pick<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// How many cases: so many, or what `STACKGEN_PROPERTY_CASES` says.
pub(crate) fn cases(usual: u64) -> u64 {
    let wanted = env::var("STACKGEN_PROPERTY_CASES").ok();
    wanted.map_or(usual, |text| text.parse().expect("STACKGEN_PROPERTY_CASES is a number"))
}

/// Tries a property on tapes of at most `length` numbers, on all processors. The tapes are the same
/// in every run; `STACKGEN_PROPERTY_SEED` makes others.
///
/// # Panics
///
/// With the smallest case that was found, if there is one that fails.
#[track_caller]
pub(crate) fn each(cases: u64, length: usize, property: impl Fn(&mut Tape<'_>) + Sync) {
    /// Cases with a seed of their own.
    const SHARE: u64 = 50;

    let seed: u64 =
        env::var("STACKGEN_PROPERTY_SEED").map_or(0, |text| text.parse().expect("a number"));
    let shares = usize::try_from(cases.div_ceil(SHARE)).expect("fewer cases than memory");
    let failed = Mutex::new(Vec::new());
    shared(shares, |share| {
        if failed.lock().is_ok_and(|failed| !failed.is_empty()) {
            return;
        }
        let share = share as u64;
        let number = u32::try_from(SHARE.min(cases - share * SHARE)).unwrap_or(1);
        let tried = runner(number, seed, share).run(&vec(any::<u16>(), 0..length), |numbers| {
            property(&mut Tape::new(&numbers));
            Ok::<(), TestCaseError>(())
        });
        if let (Err(error), Ok(mut failed)) = (tried, failed.lock()) {
            failed.push(error.to_string());
        }
    });
    let failed = failed.into_inner().unwrap_or_default();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Does pieces of work, by their number, on all processors.
pub(crate) fn shared(count: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    let worker = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return;
            }
            work(at);
        }
    };
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(worker);
        }
    });
}

fn runner(cases: u32, seed: u64, share: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&share.to_le_bytes());
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

#[test]
fn the_end_of_a_tape_is_the_plainest_answer() {
    let mut tape = Tape::new(&[999, 7]);
    assert!(tape.happens(1));
    assert_eq!(*tape.pick(&[1, 2, 3, 4, 5]), 3);
    assert!(!tape.happens(999));
    assert_eq!(*tape.pick(&[1, 2, 3]), 1);
}

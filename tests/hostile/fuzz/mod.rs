//! Folders made by chance, out of those of the other tests and of each other: a spec, integrations with
//! templates, a manifest and a journal. Whatever is in one, stackgen answers within its limits.
//!
//! * [`corpus`]: the folders to begin with, and those that were worth keeping
//! * [`mutate`]: one folder more, out of another
//! * [`run`]: what stackgen may do with it
//!
//! A folder is worth keeping if stackgen says something about it that it has said about none before.
//! `STACKGEN_FUZZ_SECONDS=3600` tries folders for so long, other ones in every run, and writes those worth
//! keeping to `tests/hostile/fuzz/corpus`, which every run starts from. Without it, a few are tried, the same
//! ones each time.

mod corpus;
mod mutate;
mod run;

use std::env;
use std::io::Write as _;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use corpus::Corpus;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// Folders in a run that has no time of its own.
const USUAL: usize = 150;

/// When a run has had enough.
enum Until {
    Count(usize),
    Time(Instant),
}

impl Until {
    fn reached(&self, tried: usize) -> bool {
        match self {
            Self::Count(count) => tried >= *count,
            Self::Time(end) => Instant::now() >= *end,
        }
    }
}

/// The seed of chance, and when to stop.
fn wanted() -> (u64, Until) {
    let Ok(seconds) = env::var("STACKGEN_FUZZ_SECONDS") else { return (0, Until::Count(USUAL)) };
    let seconds = seconds.parse().expect("STACKGEN_FUZZ_SECONDS is a number");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    (now.as_secs(), Until::Time(Instant::now() + Duration::from_secs(seconds)))
}

fn chance(seed: u64, worker: u8) -> TestRng {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8] = worker;
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}

#[test]
fn whatever_is_in_a_folder_stackgen_answers_within_its_limits() {
    let (seed, until) = wanted();
    let keep = matches!(until, Until::Time(_));
    let corpus = Corpus::read();
    let before = corpus.folders().len();
    let shared = Mutex::new((corpus, 0_usize));
    let failed = Mutex::new(Vec::new());
    // First those that were kept, as they are.
    let next = |chance: &mut TestRng| {
        let mut shared = shared.lock().expect("nothing has panicked");
        let (corpus, tried) = &mut *shared;
        let has_failed = !failed.lock().expect("nothing has panicked").is_empty();
        if has_failed || *tried >= before && until.reached(*tried - before) {
            return None;
        }
        *tried += 1;
        let kept = corpus.folders().get(*tried - 1).filter(|_| *tried <= before);
        Some(kept.cloned().unwrap_or_else(|| mutate::one_more(corpus.folders(), chance)))
    };
    let work = |worker: u8| {
        let mut chance = chance(seed, worker);
        while let Some(folder) = next(&mut chance) {
            match run::all(&folder) {
                Ok(signature) => {
                    let mut shared = shared.lock().expect("nothing has panicked");
                    shared.0.add(folder, signature, keep);
                }
                Err(problem) => {
                    let place = corpus::keep(&folder);
                    let mut failed = failed.lock().expect("nothing has panicked");
                    failed.push(format!("{place}: {problem}"));
                }
            }
        }
    };
    let workers = thread::available_parallelism().map_or(2, usize::from).min(8);
    thread::scope(|scope| {
        for worker in 0..u8::try_from(workers).unwrap_or(2) {
            scope.spawn(move || work(worker));
        }
    });
    let failed = failed.into_inner().expect("nothing has panicked");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let (corpus, tried) = shared.into_inner().expect("nothing has panicked");
    let _ = writeln!(
        std::io::stderr(),
        "{before} folders, and {} by chance (seed {seed}), of which {} are new",
        tried.saturating_sub(before),
        corpus.folders().len() - before
    );
}

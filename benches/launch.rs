//! How long `stackgen up` takes, against `docker-compose up -d --wait` on the same rendered file.
//!
//! ```text
//! cargo bench --bench launch
//! ```
//!
//! Both start the standard-like stack of the end-to-end tests on the same real engine, in turn, with all
//! images there and nothing of the stack running; then both are run again on the stack that runs. Needs
//! what the end-to-end tests need: root on Linux (CONTRIBUTING.md).
#![allow(dead_code, reason = "the tests' parts are used as far as they are needed")]

#[path = "../tests/e2e/application.rs"]
mod application;
#[path = "../tests/support/engine/mod.rs"]
mod engine;
#[path = "../tests/e2e/fixture.rs"]
mod fixture;
#[path = "../tests/e2e/http.rs"]
mod http;
#[path = "../tests/e2e/place.rs"]
mod place;
#[path = "../tests/e2e/ports.rs"]
mod ports;
#[path = "../tests/e2e/receiver.rs"]
mod receiver;
#[path = "../tests/support/mod.rs"]
mod support;

use fixture::Fixture;
use std::time::{Duration, Instant};
use support::process::Finished;

/// Pairs that are counted, after one that is not.
const PAIRS: usize = 5;

fn main() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    fixture.render();
    println!(
        "medians of {PAIRS} pairs, whole processes; ratio: of the pairs, median (least to most)\n"
    );
    let down = || drop(must(fixture.compose(["down", "--volumes"])));
    let stackgen = || must(fixture.up());
    let compose = || must(fixture.compose(["up", "-d", "--wait"]));
    row("up, nothing there / compose up -d --wait", &pairs(down, stackgen, compose));
    row("up, nothing changed / compose up -d --wait", &pairs(|| (), stackgen, compose));
}

fn must(finished: Finished) -> Finished {
    assert!(finished.succeeded(), "{finished}");
    finished
}

/// How long each of two commands takes, in turn, after `before`.
fn pairs(
    before: impl Fn(),
    first: impl Fn() -> Finished,
    second: impl Fn() -> Finished,
) -> Vec<(Duration, Duration)> {
    let timed = |run: &dyn Fn() -> Finished| {
        before();
        let started = Instant::now();
        run();
        started.elapsed()
    };
    let mut all: Vec<_> = (0..=PAIRS).map(|_| (timed(&first), timed(&second))).collect();
    all.remove(0);
    all
}

fn row(what: &str, pairs: &[(Duration, Duration)]) {
    let sorted = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values
    };
    let median = |values: &[f64]| values[values.len() / 2];
    let first = sorted(pairs.iter().map(|pair| pair.0.as_secs_f64()).collect());
    let second = sorted(pairs.iter().map(|pair| pair.1.as_secs_f64()).collect());
    let ratios =
        sorted(pairs.iter().map(|pair| pair.0.as_secs_f64() / pair.1.as_secs_f64()).collect());
    println!(
        "{what:46} {:6.2} s / {:6.2} s   ratio {:.2} ({:.2} to {:.2})",
        median(&first),
        median(&second),
        median(&ratios),
        ratios[0],
        ratios[ratios.len() - 1],
    );
}

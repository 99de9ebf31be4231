//! The functions of the catalogue's templates: [`samples`], with the interval that the variable
//! `interval_s` has.

use super::samples;
use minijinja::{Environment, Error, ErrorKind, State, Value};

/// The variable with the seconds between two samples.
pub(super) const INTERVAL: &str = "interval_s";

/// Adds the functions.
pub(super) fn add(env: &mut Environment<'_>) {
    env.add_function("flat", |state: &State<'_, '_>, value: f64, seconds: f64| {
        run(samples::flat(value, seconds, interval(state)?))
    });
    env.add_function("ramp", |state: &State<'_, '_>, first: f64, step: f64, seconds: f64| {
        run(samples::ramp(first, step, seconds, interval(state)?))
    });
    env.add_function(
        "stairs",
        |state: &State<'_, '_>, first: f64, step: f64, seconds: f64, count: f64| {
            run(samples::stairs(first, step, seconds, count, interval(state)?))
        },
    );
    env.add_function("missing", |state: &State<'_, '_>, seconds: f64| {
        run(samples::missing(seconds, interval(state)?))
    });
}

fn run(run: Option<String>) -> Result<String, Error> {
    run.ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidOperation,
            "a run of no samples, of more than 2,000,000, or that takes more than 1 MiB to write",
        )
    })
}

fn interval(state: &State<'_, '_>) -> Result<f64, Error> {
    f64::try_from(state.lookup(INTERVAL).unwrap_or(Value::UNDEFINED))
}

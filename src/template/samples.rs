//! The functions with which unit tests of alerts write runs of samples, in promtool's notation.
//!
//! One sample is taken every `interval_s` seconds, a variable of the template. A run of `seconds`
//! has as many samples as fit into `[0, seconds)`, and at least one.

use minijinja::{Error, ErrorKind, State, Value};

/// The most samples a run may have; promtool keeps all of them in memory.
const MOST: f64 = 2_000_000.0;

/// A value that stays: `5+0x3` is four samples of 5.
pub(super) fn flat(state: &State<'_, '_>, value: f64, seconds: f64) -> Result<String, Error> {
    let value = rounded(value);
    Ok(format!("{value}+0x{}", samples(state, seconds)? - 1))
}

/// A counter that grows evenly.
pub(super) fn ramp(
    state: &State<'_, '_>,
    start: f64,
    per_second: f64,
    seconds: f64,
) -> Result<String, Error> {
    let step = rounded(per_second * interval(state)?);
    let start = rounded(start);
    let sign = if step < 0.0 { '-' } else { '+' };
    Ok(format!("{start}{sign}{}x{}", step.abs(), samples(state, seconds)? - 1))
}

/// Without the noise of binary fractions: 2.85, not 2.849999999999999.
fn rounded(value: f64) -> f64 {
    let rounded = (value * 1e9).round() / 1e9;
    if rounded.is_finite() && rounded != 0.0 { rounded } else { value }
}

/// No samples.
pub(super) fn missing(state: &State<'_, '_>, seconds: f64) -> Result<String, Error> {
    Ok(format!("_x{}", samples(state, seconds)?))
}

fn samples(state: &State<'_, '_>, seconds: f64) -> Result<u64, Error> {
    let count = (seconds / interval(state)? - 1e-9).ceil().max(1.0);
    if !count.is_finite() || count > MOST {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            "a run of more than 2,000,000 samples",
        ));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
    Ok(count as u64)
}

fn interval(state: &State<'_, '_>) -> Result<f64, Error> {
    let value = state.lookup("interval_s").unwrap_or(Value::UNDEFINED);
    f64::try_from(value)
}

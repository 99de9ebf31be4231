//! Runs of samples, in promtool's notation, with which unit tests of alerts are written.
//!
//! One sample is taken every `interval` seconds. A run of `seconds` has as many samples as fit into
//! `[0, seconds)`, and at least one. There is no run of more than [`MOST`] samples, and no text longer
//! than a template may come to.

use super::budget::LONGEST;
use std::fmt::Write;

/// The most samples a run may have; promtool keeps all of them in memory.
const MOST: f64 = 2_000_000.0;

/// A value that stays: `5+0x3` is four samples of 5.
pub(super) fn flat(value: f64, seconds: f64, interval: f64) -> Option<String> {
    let count = samples(seconds, interval)?;
    let mut run = start(rounded(value));
    run.push_str("+0x");
    whole(&mut run, count - 1);
    Some(run)
}

/// A counter that grows evenly.
pub(super) fn ramp(first: f64, per_second: f64, seconds: f64, interval: f64) -> Option<String> {
    let count = samples(seconds, interval)?;
    let step = rounded(per_second * interval);
    let mut run = start(rounded(first));
    run.push(if step < 0.0 { '-' } else { '+' });
    number(&mut run, step.abs());
    run.push('x');
    whole(&mut run, count - 1);
    Some(run)
}

/// Values that stay, one after the other, each `step` more than the one before: `5+0x3 7+0x3` are two
/// of them.
pub(super) fn stairs(
    first: f64,
    step: f64,
    seconds: f64,
    count: f64,
    interval: f64,
) -> Option<String> {
    let each = samples(seconds, interval)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
    let count = (1.0..=MOST).contains(&count).then_some(count as u32)?;
    #[expect(clippy::cast_precision_loss, reason = "far below what is exact")]
    (each as f64 * f64::from(count) <= MOST).then_some(())?;
    let mut runs = String::new();
    for at in 0..count {
        if at > 0 {
            runs.push(' ');
        }
        number(&mut runs, rounded(first + f64::from(at) * step));
        runs.push_str("+0x");
        whole(&mut runs, each - 1);
        (runs.len() <= LONGEST).then_some(())?;
    }
    Some(runs)
}

/// No samples.
pub(super) fn missing(seconds: f64, interval: f64) -> Option<String> {
    let count = samples(seconds, interval)?;
    let mut run = String::from("_x");
    whole(&mut run, count);
    Some(run)
}

fn samples(seconds: f64, interval: f64) -> Option<u64> {
    let count = (seconds / interval - 1e-9).ceil().max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
    (count.is_finite() && count <= MOST).then_some(count as u64)
}

/// Without the noise of binary fractions: 2.85, not 2.849999999999999.
fn rounded(value: f64) -> f64 {
    let rounded = (value * 1e9).round() / 1e9;
    if rounded.is_finite() && rounded != 0.0 { rounded } else { value }
}

/// A run up to its first value.
fn start(value: f64) -> String {
    // Long enough for most.
    let mut run = String::with_capacity(32);
    number(&mut run, value);
    run
}

/// A number as it prints. Whole ones need no search for the shortest digits that tell it from its
/// neighbours.
fn number(out: &mut String, value: f64) {
    /// Below, every whole number is exact.
    const EXACT: f64 = 1e15;

    if value.abs() < EXACT && value.fract() == 0.0 && (value != 0.0 || value.is_sign_positive()) {
        if value < 0.0 {
            out.push('-');
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        whole(out, value.abs() as u64);
    } else {
        // Writing into memory does not fail.
        let _ = write!(out, "{value}");
    }
}

fn whole(out: &mut String, value: u64) {
    let _ = write!(out, "{value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_as_rust_prints_them() {
        for value in [0.0, -0.0, 1.0, -1.5, 0.1, 1e9, -1e9, 1e14, 1e15, 1e16, -1e300, 5e-324] {
            let mut out = String::new();
            number(&mut out, value);
            assert_eq!(out, value.to_string());
        }
    }

    #[test]
    fn runs() {
        assert_eq!(flat(2.849_999_999_999_999, 60.0, 15.0).as_deref(), Some("2.85+0x3"));
        assert_eq!(ramp(9.0, -0.2, 1.0, 15.0).as_deref(), Some("9-3x0"));
        assert_eq!(stairs(5.0, 2.0, 60.0, 2.9, 15.0).as_deref(), Some("5+0x3 7+0x3"));
        assert_eq!(stairs(5.0, 2.0, 60.0, 0.9, 15.0), None);
        assert_eq!(stairs(5.0, 2.0, 1.0, 3e6, 15.0), None);
        assert_eq!(stairs(5.0, 2.0, 1e6, 1e3, 15.0), None);
        assert_eq!(stairs(5.0, 2.0, 1.0, 1e6, 15.0), None);
        assert_eq!(missing(61.0, 15.0).as_deref(), Some("_x5"));
        assert_eq!(flat(1.0, 1e12, 15.0), None);
        assert_eq!(flat(1.0, 60.0, 0.0), None);
    }
}

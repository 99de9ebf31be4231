//! Unit tests that promtool could not finish.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::{Group, Part, Stack, TestSeries};
use crate::value::Duration;

const CODE: Code = Code::new("costly-test");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "unit tests ask promtool for more than it can do in time",
    run,
};

/// The most samples of one test, and of all tests of an integration. promtool keeps a test's in memory.
const SAMPLES_OF_ONE: u64 = 2_000_000;
const SAMPLES: u64 = 10_000_000;

/// The most evaluations of an integration's tests: one for each rule, at each evaluation interval, up to
/// the last time of each test. promtool does a few hundred thousand a second.
const EVALUATIONS: u64 = 5_000_000;

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for part in view.stack.parts.iter().filter(|part| part.own) {
        found.extend(of_part(view.stack, part));
    }
}

/// The first test that is too much.
fn of_part(stack: &Stack, part: &Part) -> Option<Diagnostic> {
    let rules = (part.recordings.len() + part.alerts.len()) as u64;
    let interval = |group: &Option<Group>| {
        let group = group.as_ref().map(|group| &group.interval);
        group.unwrap_or(&stack.prometheus.evaluation_interval).millis().max(1)
    };
    let alerts = part.alerts.iter().flat_map(|alert| {
        alert.tests.iter().map(|test| {
            let last = test.expect.iter().map(|expectation| expectation.at).max();
            (alert.span, &test.name, &test.series, last, interval(&alert.group))
        })
    });
    let recordings = part.recordings.iter().flat_map(|rule| {
        rule.tests.iter().map(|test| {
            let last = test.expect.iter().map(|recorded| recorded.at).max();
            (rule.span, &test.name, &test.series, last, interval(&rule.group))
        })
    });
    let (mut samples, mut evaluations) = (0_u64, 0_u64);
    for (span, name, series, last, interval) in recordings.chain(alerts) {
        let own = count(series);
        let steps = last.map_or(0, Duration::millis) / interval + 1;
        samples = samples.saturating_add(own);
        evaluations = evaluations.saturating_add(steps.saturating_mul(rules));
        let (what, note) = if own > SAMPLES_OF_ONE {
            (
                format!("the unit test \"{name}\" has {own} samples"),
                format!(
                    "a test has at most {SAMPLES_OF_ONE}, all of which promtool keeps in memory"
                ),
            )
        } else if samples > SAMPLES {
            (
                format!("the unit tests of `{}` have more than {SAMPLES} samples", part.name),
                format!("with \"{name}\", they have {samples}"),
            )
        } else if evaluations > EVALUATIONS {
            (
                format!("the unit tests of `{}` evaluate rules too often", part.name),
                format!(
                    "up to the end of \"{name}\", promtool evaluates {rules} rules {} times, and {EVALUATIONS} evaluations are the most",
                    evaluations / rules.max(1)
                ),
            )
        } else {
            continue;
        };
        let problem = Diagnostic::error(CODE, what).at(span, "").note(note);
        return Some(problem.help("give it an earlier `at`, or fewer samples"));
    }
    None
}

/// How many samples series have.
fn count(series: &[TestSeries]) -> u64 {
    let all = series.iter().flat_map(|series| series.values.split_whitespace());
    all.fold(0, |sum, item| sum.saturating_add(of_item(item)))
}

/// How many samples one item of promtool's notation stands for: `5` is one, `5+1x3` and `5x3` are four,
/// `_x3` is three.
fn of_item(item: &str) -> u64 {
    let times = item.rsplit_once('x').map(|(before, times)| {
        let digits = !times.is_empty() && times.bytes().all(|byte| byte.is_ascii_digit());
        let times = if digits { times.parse().unwrap_or(u64::MAX) } else { 0 };
        if before == "_" { times } else { times.saturating_add(1) }
    });
    times.unwrap_or(1)
}

#[test]
fn samples_are_counted() {
    for (item, samples) in [
        ("5", 1),
        ("5+1x3", 4),
        ("5x3", 4),
        ("_x3", 3),
        ("stale", 1),
        ("0x1F", 1),
        ("1+1x99999999999999999999999", u64::MAX),
    ] {
        assert_eq!(of_item(item), samples, "{item}");
    }
}

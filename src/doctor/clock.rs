//! The engine's clock, by which everything is measured.

use super::{Finding, Seen};

const CODE: &str = "clock";
/// More than any request takes, and enough to be seen on a dashboard, in seconds.
const MUCH: f64 = 5.0;

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let Some(ahead) = seen.facts.ahead else {
        return vec![Finding::note(CODE, "the engine does not report its time")];
    };
    if ahead.abs() < MUCH {
        return vec![Finding::ok(CODE, "its clock agrees with this host's")];
    }
    let way = if ahead > 0.0 { "ahead of" } else { "behind" };
    vec![
        Finding::warning(CODE, format!("its clock is {:.0} s {way} this host's", ahead.abs()))
            .means("one of them is wrong: dashboards show the last minutes in the wrong place, and notifications name the wrong time")
            .help("let both follow a time server: `timedatectl` shows whether they do; a virtual machine that slept may need a restart"),
    ]
}

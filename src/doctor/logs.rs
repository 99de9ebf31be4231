//! Where logs of containers go.

use super::{Finding, Seen};

const CODE: &str = "log-driver";
/// What all containers of a stack log to.
const OURS: &str = "json-file";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let facts = seen.facts;
    let known = &facts.log_drivers;
    vec![if !known.is_empty() && !known.iter().any(|driver| driver == OURS) {
        Finding::error(CODE, format!("the engine has no log driver {OURS}, only {}", known.join(", ")))
            .means("all containers of the stack log to it, so that logs are rotated; without it they are not created")
            .help("use Docker Engine")
    } else if [OURS, "local", ""].contains(&facts.log_driver.as_str()) {
        Finding::ok(CODE, format!("the engine has {OURS}, to which the stack logs"))
    } else {
        Finding::note(CODE, format!("the engine's own log driver is {}", facts.log_driver))
            .means(format!("the stack logs to {OURS} all the same, rotated at 3 times 10 MB"))
    }]
}

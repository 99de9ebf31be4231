//! Control groups, by which containers are limited and measured.

use super::{Finding, Seen};

const CODE: &str = "cgroup";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let facts = seen.facts;
    let found = format!(
        "control groups of version {}, made by {}",
        facts.cgroup_version, facts.cgroup_driver
    );
    vec![match (facts.cgroup_version.as_str(), facts.cgroup_driver.as_str()) {
        ("", _) => Finding::note(CODE, "the engine does not say which control groups it has"),
        (_, "none") => Finding::warning(CODE, "the engine makes no control groups")
            .means("no container is limited or measured: figures of containers are missing")
            .help("a rootless Docker needs control groups of version 2, and systemd to hand them over: https://docs.docker.com/engine/security/rootless/"),
        ("1", _) => Finding::note(CODE, found)
            .means("all figures are there but pressure of single containers; new distributions and new engines have version 2 only"),
        _ => Finding::ok(CODE, found),
    }]
}

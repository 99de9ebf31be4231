//! Control groups, by which containers are limited and measured.

use super::{Finding, Seen};

const CODE: &str = "cgroup";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let facts = seen.facts;
    let found = format!("cgroup version {}, driver {}", facts.cgroup_version, facts.cgroup_driver);
    vec![match (facts.cgroup_version.as_str(), facts.cgroup_driver.as_str()) {
        ("", _) => Finding::note(CODE, "the engine does not report its cgroup version"),
        (_, "none") => Finding::warning(CODE, "the engine does not use cgroups")
            .means("containers have no limits and no metrics")
            .help("rootless Docker needs cgroup version 2 and systemd: https://docs.docker.com/engine/security/rootless/"),
        ("1", _) => Finding::note(CODE, found)
            .means("only the pressure metrics of containers are missing; new distributions and engines have version 2 only"),
        _ => Finding::ok(CODE, found),
    }]
}

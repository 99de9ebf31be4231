//! The folder of Docker's data, of which the file systems are no file systems of the host's.

use super::sockets::with_line;
use super::{Finding, Seen};

const CODE: &str = "docker-root";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let root = seen.facts.root.as_str();
    let found = format!("Docker keeps its data in {root}");
    let Some(stack) = seen.stack.filter(|_| !root.is_empty()) else {
        return vec![Finding::ok(CODE, found)];
    };
    let known = stack.host.docker_root.as_str();
    let readers: Vec<_> = stack.readers(known).map(|service| service.name.as_str()).collect();
    // With userns-remap, it is a folder in there, of which only who reads it has to know.
    let below = root.strip_prefix(known).is_some_and(|rest| rest.starts_with('/'));
    if root == known || below && readers.is_empty() {
        return vec![Finding::ok(CODE, found)];
    }
    let finding = if readers.is_empty() {
        Finding::warning(CODE, found).means(format!(
            "the spec has {known}: file systems of containers would count as the host's"
        ))
    } else {
        let readers = readers.join(", ");
        Finding::error(CODE, found)
            .means(format!("{readers} reads {known}: metrics of containers would be missing"))
    };
    vec![with_line(finding, "docker_root", root)]
}

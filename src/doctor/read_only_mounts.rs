//! Whether what is mounted below a read-only mount is read-only in containers as well.

use super::{Finding, Seen, engine};
use crate::docker::Facts;
use crate::value::{HostPath, Scalar as _};

const CODE: &str = "read-only-mounts";

/// The interface and the kernel from which on it is.
const INTERFACE: (u32, u32) = (1, 44);
const KERNEL: (u32, u32) = (5, 12);

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let Some(stack) = seen.stack else { return vec![] };
    let below =
        |service: &&crate::stack::Service| service.host.mounts.iter().any(|mount| mount.recursive);
    let users: Vec<_> =
        stack.services.iter().filter(below).map(|service| service.name.as_str()).collect();
    if users.is_empty() {
        return vec![];
    }
    let users = users.join(", ");
    if is_recursive(seen.facts) {
        return vec![Finding::ok(CODE, format!("{users} cannot write below read-only mounts"))];
    }
    let found = "the engine leaves what is mounted below a read-only mount writable";
    if stack.host.file_systems.is_none() {
        return vec![
            Finding::warning(CODE, found)
                .means(format!("{users} can write to such file systems of the host where their users may; from Docker 25 and Linux 5.12 on, they cannot"))
                .help("add the line below to the spec, with the file systems to measure besides `/`")
                .host(format!("file_systems = [{}]", file_systems(seen))),
        ];
    }
    if seen.facts.cgroup_version == "1" {
        return vec![
            Finding::note(CODE, found)
                .means(format!("with [host] file_systems, that remains for control groups of version 1: {users} can change them")),
        ];
    }
    vec![Finding::ok(
        CODE,
        "containers get each folder of the host without what is mounted below it",
    )]
}

/// Unknown versions are taken to be too old.
fn is_recursive(facts: &Facts) -> bool {
    let from = |version: &str, first| engine::pair(version).is_some_and(|it| it >= first);
    from(&facts.api, INTERFACE) && from(&facts.kernel, KERNEL)
}

/// The machine's, as far as a spec can name them.
fn file_systems(seen: &Seen<'_>) -> String {
    let all = seen.machine().into_iter().flat_map(|machine| &machine.file_systems);
    let named = all.filter(|path| HostPath::parse(path).is_ok());
    named.map(|path| format!("\"{path}\"")).collect::<Vec<_>>().join(", ")
}

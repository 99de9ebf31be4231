//! Whether mounts that appear later on the host can reach containers.

use super::{Finding, Seen};
use crate::stack::Propagation;

const CODE: &str = "mount-propagation";
const LINE: &str = "rslave = false";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let Some(stack) = seen.stack else { return vec![] };
    let wants = |service: &&crate::stack::Service| {
        service.host.mounts.iter().any(|mount| mount.propagation == Some(Propagation::Slave))
    };
    let users: Vec<_> =
        stack.services.iter().filter(wants).map(|service| service.name.as_str()).collect();
    if users.is_empty() {
        return vec![];
    }
    let users = users.join(", ");
    if seen.facts.is_desktop() {
        return vec![
            Finding::warning(CODE, format!("on Docker Desktop, {users} may not see mounts as `rslave`"))
                .means("many of its versions refuse that: \"path / is mounted on / but it is not a shared or slave mount\"")
                .help("add the line below to the spec: file systems that are mounted later are then seen after a restart only")
                .host(LINE),
        ];
    }
    vec![match seen.machine().map(|machine| machine.root_propagates) {
        Some(Some(true)) => {
            Finding::ok(CODE, format!("mounts that appear later reach {users}"))
        }
        Some(Some(false)) => Finding::error(CODE, "the root folder is a private mount")
            .means(format!("Docker refuses to start {users}: \"path / is mounted on / but it is not a shared or slave mount\""))
            .help("make it shared each time the host boots: sudo mount --make-rshared /")
            .help("or add the line below to the spec: file systems that are mounted later are then seen after a restart only")
            .host(LINE),
        Some(None) | None => {
            Finding::note(CODE, "stackgen cannot determine from here whether the engine's root folder is a shared mount")
                .means(format!("if it is not, Docker refuses to start {users}"))
        }
    }]
}

//! Users of containers that are mapped to others.

use super::{Finding, Seen};

const CODE: &str = "userns-remap";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let said = seen.stack.is_some_and(|stack| stack.host.userns_remap);
    vec![match (seen.facts.userns_remap, said) {
        (true, false) if seen.stack.is_some() => {
            Finding::error(CODE, "the engine runs containers in a user namespace (userns-remap)")
                .means("a container that reads Docker's own files, such as cAdvisor, has no permission to")
                .help("add the line below to the spec")
                .host("userns_remap = true")
        }
        (true, _) => Finding::ok(CODE, "the engine runs containers in a user namespace (userns-remap)")
            .means("secret files must be readable by everyone: a container's user does not exist on this host"),
        (false, true) => {
            Finding::note(CODE, "the spec says `userns_remap = true`, but the engine does not remap users")
                .means("it does no harm")
        }
        (false, false) => Finding::ok(CODE, "the engine does not remap the users of containers"),
    }]
}

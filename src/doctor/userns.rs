//! Users of containers that are mapped to others.

use super::{Finding, Seen};

const CODE: &str = "userns-remap";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let said = seen.stack.is_some_and(|stack| stack.host.userns_remap);
    vec![match (seen.facts.userns_remap, said) {
        (true, false) if seen.stack.is_some() => {
            Finding::error(CODE, "the engine maps the users of containers to others (userns-remap)")
                .means("containers that read Docker's own records, as those do that measure all containers, may read nothing")
                .help("add the line below to the spec")
                .host("userns_remap = true")
        }
        (true, _) => Finding::ok(CODE, "the engine maps the users of containers to others (userns-remap)")
            .means("secret files must be readable for all: a container's user does not exist on this host"),
        (false, true) => {
            Finding::note(CODE, "the spec says `userns_remap = true`, but the engine maps no users")
                .means("it does no harm")
        }
        (false, false) => Finding::ok(CODE, "the engine does not map the users of containers"),
    }]
}

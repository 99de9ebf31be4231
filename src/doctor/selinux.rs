//! SELinux, which lets containers read only what has a label for them.

use super::{Finding, Seen};

const CODE: &str = "selinux";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let said = seen.stack.is_some_and(|stack| stack.host.selinux);
    vec![match (seen.facts.selinux, said) {
        (true, false) if seen.stack.is_some() => {
            Finding::error(CODE, "SELinux confines containers")
                .means("containers cannot read their configuration or their secrets, because these files have no label for containers (\"permission denied\")")
                .help("add the line below to the spec")
                .host("selinux = true")
        }
        (true, _) => Finding::ok(CODE, "SELinux confines containers"),
        (false, true) => {
            Finding::note(CODE, "the spec says `selinux = true`, but the engine does not use SELinux")
                .means("this does no harm: without SELinux, labels mean nothing")
        }
        (false, false) => Finding::ok(CODE, "SELinux does not confine containers"),
    }]
}

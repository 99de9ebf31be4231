//! Whose the stack's name is on the engine.

use super::{Finding, Seen};

const CODE: &str = "project-name";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let Some(stack) = seen.stack else { return vec![] };
    let Some(taken) = &seen.around.taken else {
        let message = format!("the project name {} is free, or this stack's own", stack.name);
        return vec![Finding::ok(CODE, message)];
    };
    let finding = Finding::error(CODE, taken.sentences().join("; ")).means(
        "`stackgen up` refuses to start: each would take the other's containers for its own",
    );
    vec![taken.help().into_iter().fold(finding, Finding::help)]
}

//! Receivers for nothing.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

const CODE: Code = Code::new("unused-receiver");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "a receiver of the spec gets nothing, because no tier is routed to it",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let Some(alerting) = &view.stack.alerting else { return };
    for name in alerting.unused.iter().filter(|name| view.in_spec(name.span)) {
        found.push(
            Diagnostic::warning(CODE, format!("no tier is routed to the receiver `{name}`"))
                .at(name.span, "gets nothing")
                .help(format!("for example: [routing] P1 = [\"{name}\"]")),
        );
    }
}

//! A name that a joined network shows to be the application's.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

const CODE: Code = Code::new("project-name-taken");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "the stack has the name of the Compose project whose network it joins",
    run,
};

/// The network that Compose makes for a project whose file names none.
const DEFAULT: &str = "default";
/// The stack's own network; that it cannot be joined is said where specs are resolved.
const OWN: &str = "monitoring";

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let name = view.stack.name.as_str();
    for network in &view.stack.join {
        let joined = network.value.to_string();
        let Some(key) = joined.strip_prefix(name).and_then(|rest| rest.strip_prefix('_')) else {
            continue;
        };
        if key == OWN {
            continue;
        }
        let help = format!("give the stack a name of its own: name = \"{}\"", free(name));
        found.push(match key {
            DEFAULT => Diagnostic::error(
                CODE,
                format!("`{name}` is the name of the application's Compose project"),
            )
            .at(network.span, format!("the network of the project `{name}`"))
            .note("Compose identifies containers by their project's name: in a shared project, each side would remove the other's as orphans")
            .help(help),
            _ => Diagnostic::warning(
                CODE,
                format!("`{name}` seems to be the name of the application's Compose project"),
            )
            .at(network.span, format!("the network `{key}` of the project `{name}`, by its name"))
            .note("`stackgen up` refuses to start in another's project")
            .help(help),
        });
    }
}

/// A name that is probably nobody's.
fn free(name: &str) -> String {
    if name.ends_with("monitoring") {
        format!("{name}-stack")
    } else {
        format!("{name}-monitoring")
    }
}

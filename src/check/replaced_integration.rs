//! Integrations and types of receivers of the user's own in the place of those that stackgen brings.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, SourceId, Span};
use crate::stack::Alerting;
use crate::value::Name;
use std::collections::BTreeMap;

const CODE: Code = Code::new("replaced-integration");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "an integration or a type of receiver of your own replaces one that stackgen brings",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for part in view.stack.parts.iter().filter(|part| part.replaces) {
        let name = &part.name;
        found.push(
            Diagnostic::warning(CODE, format!("this replaces stackgen's own integration `{name}`"))
                .at(Span::new(part.source, 0..0), "")
                .note("its container, its alerts and its dashboard are as this file says, and stackgen's tests do not cover them")
                .help(format!("name the file otherwise if that is not meant: integrations/own-{name}.toml")),
        );
    }
    let receivers = view.stack.alerting.iter().flat_map(Alerting::receivers);
    let types: BTreeMap<&Name, SourceId> = receivers
        .map(|receiver| &receiver.of_type)
        .filter(|of_type| of_type.replaces())
        .map(|of_type| (&of_type.name, of_type.source))
        .collect();
    for (name, source) in types {
        found.push(
            Diagnostic::warning(CODE, format!("this replaces stackgen's own type of receiver `{name}`"))
                .at(Span::new(source, 0..0), "")
                .note("its entry in alertmanager.yml is as this file says, and stackgen's tests do not cover it")
                .help(format!("name the file otherwise if that is not meant: receivers/own-{name}.toml")),
        );
    }
}

//! Names that only a network of the application knows.

use super::Check;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use std::collections::BTreeSet;

const CODE: Code = Code::new("no-network");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "targets look like container names, but the stack joins no network that could resolve them",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    if !view.stack.join.is_empty() {
        return;
    }
    let mut destinations = view.destinations();
    destinations.retain(super::destination::Destination::is_bare);
    let Some(first) = destinations.first() else { return };
    let hosts: BTreeSet<&str> = destinations.iter().map(|destination| destination.host).collect();
    let names = list::quoted(&hosts);
    let message = match hosts.len() {
        1 => format!("the stack shares no network with {names}"),
        _ => format!("the stack shares no network with the hosts {names}"),
    };
    found.push(
        Diagnostic::warning(CODE, message)
            .at(first.span, "this looks like a container's name")
            .note("Docker resolves the names of containers only for those on the same network")
            .help("[networks] join = [\"shop_default\"]: the name that `docker network ls` shows, with the project's name in front")
            .help("if a DNS server knows it, write the full name, with its domain"),
    );
}

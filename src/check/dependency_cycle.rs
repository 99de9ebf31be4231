//! Services that wait for each other.

use super::Check;
use super::list::quoted;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::{Dependency, Service};
use std::collections::BTreeSet;

const CODE: Code = Code::new("dependency-cycle");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "services wait for each other, so none of them starts",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let services = &view.stack.services;
    // Once a cycle is told, all that are in it are.
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for service in services {
        if told.contains(service.name.as_str()) {
            continue;
        }
        let Some(cycle) = cycle(service, services) else { continue };
        told.extend(cycle.iter().map(|one| one.name.as_str()));
        let message = match cycle.as_slice() {
            [one] => format!("the service `{}` would wait for itself", one.name),
            all => format!(
                "the services {} would wait for each other",
                quoted(all.iter().map(|one| &one.name))
            ),
        };
        let problem = Diagnostic::error(CODE, message).at(service.span, "");
        found.push(
            problem
                .note("a service starts after the services in its `depends_on`; Compose refuses such a cycle")
                .help("take one of them out of `depends_on` in its integration"),
        );
    }
}

/// The services on the shortest way from a service back to itself, if there is one.
fn cycle<'s>(start: &'s Service, services: &'s [Service]) -> Option<Vec<&'s Service>> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut ways: Vec<Vec<&Service>> = vec![vec![start]];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in &ways {
            let last = way.last().copied().unwrap_or(start);
            for Dependency { name, .. } in &last.depends_on {
                if *name == start.name {
                    return Some(way.clone());
                }
                let next = services.iter().find(|other| other.name == *name);
                if let Some(next) = next.filter(|next| seen.insert(next.name.as_str())) {
                    longer.push([way.as_slice(), &[next]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

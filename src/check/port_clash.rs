//! Two services on one port of the machine.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::{Published, Service};
use std::collections::BTreeSet;

const CODE: Code = Code::new("port-clash");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "two services are published on the same port of this host",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let services = view.stack.services.iter();
    let mut published: Vec<(&Service, &Published)> = services
        .flat_map(|service| service.published.iter().map(move |published| (service, published)))
        .collect();
    published.sort_by_key(|(_, published)| published.port);
    let taken: BTreeSet<u16> =
        published.iter().map(|(_, published)| published.port.get()).collect();
    for same in published.chunk_by(|one, other| one.1.port == other.1.port) {
        for (index, &second) in same.iter().enumerate() {
            let clashing = same[..index].iter().find(|first| first.1.bind.overlaps(second.1.bind));
            let Some(&first) = clashing else { continue };
            // Whatever the user wrote is what the user can change.
            let (mine, other) = if view.in_spec(first.1.span) && !view.in_spec(second.1.span) {
                (first, second)
            } else {
                (second, first)
            };
            let port = mine.1.port;
            let free = (port.get()..=u16::MAX).find(|port| !taken.contains(port));
            let message = format!(
                "port {port} of this host would be published twice, for {} and {}",
                other.0.name, mine.0.name
            );
            found.push(
                Diagnostic::error(CODE, message)
                    .at(mine.1.span, format!("{} on {}", mine.0.name, mine.1.bind))
                    .at(other.1.span, format!("{} on {}", other.0.name, other.1.bind))
                    .note("whichever container starts second fails: the port is taken")
                    .help_opt(free.map(|free| {
                        format!("give one of them another `port`, for example {free}")
                    })),
            );
        }
    }
}

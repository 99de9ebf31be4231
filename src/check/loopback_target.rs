//! `localhost`, which in a container is the container.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::HOST_GATEWAY;

const CODE: Code = Code::new("loopback-target");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "a container would connect to itself",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let mut destinations = view.destinations();
    destinations.retain(super::destination::Destination::is_loopback);
    for destination in destinations {
        let message = format!("`{}` points back at the container itself", destination.text);
        found.push(
            Diagnostic::error(CODE, message)
                .at(destination.span, format!("this is {}'s own container", destination.from))
                .help(format!(
                    "for another container: its service's name, `{}`, and its network in [networks] join",
                    destination.at("backend")
                ))
                .help(format!(
                    "for a program on the host itself: `{}`; the program must listen on an address that \
                     containers reach, not on the loopback address only",
                    destination.at(HOST_GATEWAY)
                )),
        );
    }
}

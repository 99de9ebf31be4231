//! What integrations of the user's own may do on the host.

use super::Check;
use super::list::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::{Author, Service};
use std::path::Path;

const CODE: Code = Code::new("host-access");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an integration of your own has access to the host",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for service in view.stack.services.iter().filter(|service| service.author == Author::User) {
        let powers = powers(service);
        let all = service.capabilities.iter().any(|it| it.eq_ignore_ascii_case("all"));
        if powers.is_empty() {
            continue;
        }
        let name = &service.name;
        let problem = if all {
            Diagnostic::error(CODE, format!("{name} keeps all capabilities, as root on the host"))
                .help("list those that it needs: capabilities = [\"NET_RAW\"]")
        } else if service.exceptions.is_empty() {
            Diagnostic::error(CODE, format!("{name} has access to the host, and nothing says why"))
                .help("say why in [service]: exceptions = [{ what = \"runs as root\", reason = \"…\" }]")
                .help("or leave out what it does not need")
        } else {
            Diagnostic::warning(CODE, format!("{name} has access to the host"))
        };
        found.push(problem.at(service.image.span, "").note(format!("it {}", list(powers))));
    }
}

/// What a service may do that others may not, each as a verb and its object.
fn powers(service: &Service) -> Vec<String> {
    let mut powers = Vec::new();
    if service.user.split(':').next().is_none_or(|user| user.parse() == Ok(0_u32)) {
        powers.push("runs as root".to_owned());
    }
    if service.host_users {
        powers.push("runs in the host's user namespace".to_owned());
    }
    powers.extend(service.capabilities.iter().map(|it| format!("keeps the capability {it}")));
    powers.extend(service.devices.iter().map(|it| format!("uses the device {it}")));
    for mount in service.mounts.iter().filter(|mount| mount.source.starts_with('/')) {
        powers.push(match mount.source.as_str() {
            "/" => "reads the host's whole file system".to_owned(),
            socket if Path::new(socket).extension().is_some_and(|it| it == "sock") => {
                format!("can do everything that the socket {socket} allows")
            }
            path => format!("reads {path}"),
        });
    }
    powers
}

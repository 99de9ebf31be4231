//! What anyone can open.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::{Role, Service};

const CODE: Code = Code::new("exposed-without-auth");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "something is published outside this host without authentication",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for service in &view.stack.services {
        for published in &service.published {
            if published.bind.is_loopback() || published.authenticated {
                continue;
            }
            let place = published.address();
            let message =
                format!("{} is published on {place} without authentication", service.name);
            // Whoever binds to an address of a private network or a VPN has chosen who can reach it.
            let problem = if published.bind.is_private() {
                Diagnostic::warning(CODE, message)
            } else {
                Diagnostic::error(CODE, message)
            };
            let problem = problem
                .at(published.bind_span, "")
                .note(format!(
                    "anyone who can reach this address can read everything in {}, and change whatever it lets them change",
                    service.name
                ))
                .note(
                    "a firewall on this host does not help: ports that Docker publishes bypass \
                     ufw and firewalld",
                )
                .help(format!(
                    "leave `bind` out, and reach it through a tunnel: ssh -L {port}:127.0.0.1:{port} HOST",
                    port = published.port
                ));
            found.push(if has_domain(service) { problem.help(format!(
                    "or put the proxy in front of it, with TLS and passwords: [proxy] enabled = true, \
                     and [{}] domain = \"…\"",
                    service.name
                )) } else { problem });
        }
    }
}

/// Whether the proxy can serve it: the components can, exporters cannot.
pub(super) fn has_domain(service: &Service) -> bool {
    matches!(service.role, Some(Role::Metrics | Role::Alerts | Role::Dashboards))
}

//! Passwords in the clear.

use super::Check;
use super::exposed_without_auth::has_domain;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::Role;

const CODE: Code = Code::new("exposed-without-tls");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "something is published outside this host that takes passwords without TLS",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for service in view.stack.services.iter().filter(|one| one.role != Some(Role::Proxy)) {
        for published in &service.published {
            if published.bind.is_loopback() || !published.authenticated {
                continue;
            }
            let message =
                format!("{} is published on {} without TLS", service.name, published.address());
            let help = if has_domain(service) {
                format!(
                    "put the proxy in front of it: [proxy] enabled = true, and [{}] domain = \"…\"",
                    service.name
                )
            } else {
                "leave `bind` out, and reach it through a tunnel".to_owned()
            };
            found.push(
                Diagnostic::warning(CODE, message)
                    .at(published.bind_span, "")
                    .note("passwords and sessions cross the network unencrypted")
                    .help(help),
            );
        }
    }
}

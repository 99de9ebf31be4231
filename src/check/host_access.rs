//! What integrations of the user's own may do on the host, and whether each of it has its reason.

use super::Check;
use super::list::{list, quoted};
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::{Author, Service};
use std::path::{Path, PathBuf};

const CODE: Code = Code::new("host-access");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an integration of your own has access to the host",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for service in &view.stack.services {
        let own = service.author == Author::User;
        let powers = powers(service);
        unreasoned(service, &powers, found);
        stale(service, &powers, found);
        if own && !powers.is_empty() && powers.iter().all(|power| power.has_reason(service)) {
            let does = list(powers.iter().map(|power| &power.does));
            found.push(
                Diagnostic::warning(CODE, format!("{} has access to the host", service.name))
                    .at(service.image.span, "")
                    .note(format!("it {does}")),
            );
        }
    }
}

/// What nothing gives a reason for, and what has none.
fn unreasoned(service: &Service, powers: &[Power], found: &mut Diagnostics) {
    let name = &service.name;
    for power in powers {
        let problem = if power.allows == "capability:ALL" {
            Diagnostic::error(CODE, format!("{name} keeps all capabilities, as root on the host"))
                .help("list those that it needs: capabilities = [\"NET_RAW\"]")
        } else if power.has_reason(service) {
            continue;
        } else {
            let Power { allows, does } = power;
            let entry = format!("{{ allows = [\"{allows}\"], what = \"{does}\", reason = \"…\" }}");
            Diagnostic::error(CODE, format!("{name} {does}, and nothing says why"))
                .help(format!("say why in [[services]]: exceptions = [{entry}]"))
                .help("or leave it out if the program does not need it")
        };
        found.push(problem.at(service.image.span, ""));
    }
}

/// What an exception allows although the service does not ask for it.
fn stale(service: &Service, powers: &[Power], found: &mut Diagnostics) {
    for allowed in service.exceptions.iter().flat_map(|exception| &exception.allows) {
        if powers.iter().any(|power| power.is_allowed_by(&normal(allowed))) {
            continue;
        }
        let message = format!("{} does not need `{}`", service.name, allowed.value);
        let problem = Diagnostic::warning(CODE, message).at(allowed.span, "this allows nothing");
        let asks = quoted(powers.iter().map(|power| &power.allows));
        found.push(if powers.is_empty() {
            problem.help("leave the exception out")
        } else {
            problem.help(format!("leave it out, or write what the service has: {asks}"))
        });
    }
}

/// What a service may do that others may not.
struct Power {
    /// How an exception names it.
    allows: String,
    /// A verb and its object.
    does: String,
}

impl Power {
    fn new(allows: impl Into<String>, does: impl Into<String>) -> Self {
        Self { allows: normal(&allows.into()), does: does.into() }
    }

    fn has_reason(&self, service: &Service) -> bool {
        let mut allowed = service.exceptions.iter().flat_map(|exception| &exception.allows);
        allowed.any(|allowed| self.is_allowed_by(&normal(allowed)))
    }

    /// Who may mount a folder may mount what is in it, but for sockets: they allow more than to be read.
    fn is_allowed_by(&self, allowed: &str) -> bool {
        let mount = |power: &str| power.strip_prefix("mount:").map(PathBuf::from);
        let inside = mount(&self.allows).zip(mount(allowed)).is_some_and(|(path, folder)| {
            path.starts_with(folder) && path.extension().is_none_or(|it| it != "sock")
        });
        inside || allowed == self.allows
    }
}

/// A power as it is compared: `capability:cap_net_raw` is `capability:NET_RAW`, `mount:/etc/` is `mount:/etc`.
fn normal(allows: &str) -> String {
    match allows.split_once(':') {
        Some(("capability", name)) => {
            let name = name.to_ascii_uppercase();
            format!("capability:{}", name.strip_prefix("CAP_").unwrap_or(&name))
        }
        Some((_, path)) if path.len() > 1 => allows.trim_end_matches('/').to_owned(),
        _ => allows.to_owned(),
    }
}

fn powers(service: &Service) -> Vec<Power> {
    let mut powers = Vec::new();
    let user = service.user.split(':').next().unwrap_or("");
    match user.parse::<u32>() {
        Ok(0) => powers.push(Power::new("root", "runs as root")),
        Ok(_) => {}
        // Only the image knows who that is.
        Err(_) => powers.push(Power::new("root", "runs as a user without a number, perhaps root")),
    }
    if service.host.users {
        powers.push(Power::new("host-users", "runs in the host's user namespace"));
    }
    for name in &service.capabilities {
        let allows = normal(&format!("capability:{name}"));
        let does = format!("keeps the capability {}", allows.trim_start_matches("capability:"));
        powers.push(Power::new(allows, does));
    }
    for device in &service.host.devices {
        let path = device.split(':').next().unwrap_or(device);
        powers.push(Power::new(format!("device:{path}"), format!("uses the device {path}")));
    }
    for mount in &service.host.mounts {
        let does = match mount.source.as_str() {
            "/" => "reads the host's whole file system".to_owned(),
            path @ ("/run" | "/var/run" | "/var") => {
                format!("can use the sockets in {path}, such as Docker's")
            }
            socket if Path::new(socket).extension().is_some_and(|it| it == "sock") => {
                format!("can do everything that the socket {socket} allows")
            }
            path => format!("reads {path}"),
        };
        powers.push(Power::new(format!("mount:{}", mount.source), does));
    }
    powers
}

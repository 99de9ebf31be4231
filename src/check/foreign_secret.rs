//! Secret files that belong to somebody else.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::stack::{Author, SecretFile, Service};

const CODE: Code = Code::new("foreign-secret");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "a container gets a secret file that belongs to something else",
    run,
};

/// Where a host keeps its own secrets, and those of its users and of other programs.
const OF_HOST: [&str; 18] = [
    "/etc/shadow",
    "/etc/gshadow",
    "/etc/passwd",
    "/etc/sudoers",
    "/etc/ssh/",
    "/etc/ssl/private/",
    "/etc/pki/",
    "/etc/letsencrypt/",
    "/etc/kubernetes/",
    "/etc/docker/",
    "/root/",
    "/home/",
    "/proc/",
    "/sys/",
    "/dev/",
    "/run/",
    "/var/run/",
    "/var/lib/",
];

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for service in &view.stack.services {
        for secret in &service.secrets {
            if let Some(problem) =
                of_host(service, secret).or_else(|| of_other(view, service, secret))
            {
                found.push(problem);
            }
        }
    }
}

/// A secret of the host's.
fn of_host(service: &Service, secret: &SecretFile) -> Option<Diagnostic> {
    let path = plain(secret.path.as_str());
    let is_in = |place: &str| match place.strip_suffix('/') {
        Some(_) => path.starts_with(place),
        None => path.trim_end_matches('-') == place,
    };
    if !OF_HOST.iter().any(|place| is_in(place)) {
        return None;
    }
    let what = format!("{} gets `{}`, a file of the host", service.name, secret.path);
    Some(
        Diagnostic::warning(CODE, what)
            .at(secret.span, "")
            .note("the host keeps it for itself, and whoever takes over the container has it")
            .help("copy what the container needs into a file of its own, for example \"secrets/token\""),
    )
}

/// A secret of another service, in the container of an integration of the user's own.
fn of_other(view: &View<'_>, service: &Service, secret: &SecretFile) -> Option<Diagnostic> {
    // A path that nobody wrote is a default, and its service's own.
    if service.author != Author::User || secret.span == Span::NOWHERE {
        return None;
    }
    let path = plain(secret.path.as_str());
    let has = |other: &&Service| {
        other.name != service.name
            && other.secrets.iter().any(|secret| plain(secret.path.as_str()) == path)
    };
    let other = view.stack.services.iter().find(has)?;
    let whose = format!("{} gets the secret of {}, `{}`", service.name, other.name, secret.path);
    Some(
        Diagnostic::warning(CODE, whose)
            .at(secret.span, "")
            .note("whoever takes over the one has what the other is trusted with")
            .help("give it a secret of its own, in a file of its own"),
    )
}

/// A path without what says nothing: `./secrets//a` is `secrets/a`, `/etc/x/../shadow` is `/etc/shadow`.
fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|part| *part != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

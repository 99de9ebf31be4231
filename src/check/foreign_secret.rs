//! Secret files that belong to somebody else.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::stack::{Author, SecretFile, Service};
use crate::value::Name;
use std::collections::BTreeMap;

const CODE: Code = Code::new("foreign-secret");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "a container gets a secret file that belongs to something else",
    run,
};

/// Where a host keeps its own secrets, and those of other programs.
const OF_HOST: [&str; 17] = [
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
    "/proc/",
    "/sys/",
    "/dev/",
    "/run/credentials/",
    "/var/lib/docker/",
    "/var/lib/kubelet/",
];

/// The services that read a secret file, by its path.
type Readers<'a> = BTreeMap<String, Vec<&'a Name>>;

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let mut readers = Readers::new();
    for service in &view.stack.services {
        for secret in &service.secrets {
            readers.entry(plain(secret.path.as_str())).or_default().push(&service.name);
        }
    }
    for service in &view.stack.services {
        for secret in &service.secrets {
            if let Some(problem) =
                of_host(service, secret).or_else(|| of_other(&readers, service, secret))
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
    // Programs keep what is a user's own in hidden folders: `/home/anna/.ssh/id_ed25519`.
    let is_hidden = path.starts_with('/') && path.contains("/.");
    if !is_hidden && !OF_HOST.iter().any(|place| is_in(place)) {
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
fn of_other(readers: &Readers<'_>, service: &Service, secret: &SecretFile) -> Option<Diagnostic> {
    // A path that nobody wrote is a default, and its service's own.
    if service.author != Author::User || secret.span == Span::NOWHERE {
        return None;
    }
    let readers = readers.get(&plain(secret.path.as_str()))?;
    let other = readers.iter().find(|name| **name != &service.name)?;
    let whose = format!("{} gets the secret of {}, `{}`", service.name, other, secret.path);
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

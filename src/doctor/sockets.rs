//! The sockets of Docker and containerd, for containers that ask them for the names of containers.

use super::{Finding, Seen};
use crate::spec::Machine;
use crate::stack::{Service, Stack};
use crate::value::{HostPath, Scalar as _};

const DOCKER: &str = "docker-socket";
const CONTAINERD: &str = "containerd-socket";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let Some(stack) = seen.stack else { return vec![] };
    let users: Vec<_> = stack
        .services
        .iter()
        .filter(|service| uses_docker(service, stack))
        .map(|service| service.name.as_str())
        .collect();
    if users.is_empty() {
        return vec![];
    }
    let users = users.join(", ");
    docker(seen, stack, &users).into_iter().chain(containerd(seen, stack, &users)).collect()
}

/// Whether a service is given Docker's socket.
fn uses_docker(service: &Service, stack: &Stack) -> bool {
    service.host.mounts.iter().any(|mount| {
        ["/var/run", "/run"].contains(&&*mount.source) || stack.host.docker_socket.is(&mount.source)
    })
}

fn docker(seen: &Seen<'_>, stack: &Stack, users: &str) -> Option<Finding> {
    // Elsewhere, the path by which we reach it is not the path that its containers see.
    let path = seen.around.socket.as_deref().filter(|_| seen.machine().is_some())?;
    let known = &stack.host.docker_socket;
    if known.is(path) {
        return Some(Finding::ok(DOCKER, format!("{users} finds Docker at {known}")));
    }
    let finding =
        Finding::error(DOCKER, format!("Docker listens on {path}, {users} looks at {known}"))
            .means("metrics of containers are missing, or are those of another Docker");
    Some(with_line(finding, "docker_socket", path))
}

fn containerd(seen: &Seen<'_>, stack: &Stack, users: &str) -> Option<Finding> {
    if !seen.facts.containerd_images || seen.facts.is_desktop() {
        return None;
    }
    let known = stack.host.containerd_socket.as_ref();
    let known = known.map_or(Machine::USUAL_CONTAINERD, HostPath::as_str);
    let Some(path) = seen.facts.containerd_socket.as_deref() else {
        return Some(
            Finding::note(CONTAINERD, "the engine does not report where its containerd listens")
                .means(format!("{users} looks at {known}; if it listens elsewhere, metrics of containers are missing"))
                .help("`ps ax | grep containerd` shows its --address or --config; then set containerd_socket in [host]"),
        );
    };
    if HostPath::parse(path).is_ok_and(|path| path.is(known)) {
        return Some(Finding::ok(CONTAINERD, format!("{users} finds containerd at {known}")));
    }
    let finding = Finding::error(
        CONTAINERD,
        format!("containerd listens on {path}, {users} looks at {known}"),
    )
    .means("images are stored in containerd, and without it metrics of containers are missing");
    Some(with_line(finding, "containerd_socket", path))
}

/// A line for the spec, if a spec can hold it.
pub(super) fn with_line(finding: Finding, key: &str, path: &str) -> Finding {
    match HostPath::parse(path) {
        Ok(path) => {
            finding.help("add the line below to the spec").host(format!("{key} = \"{path}\""))
        }
        Err(error) => finding.help(format!("a spec cannot name {path}: it {}", error.reason)),
    }
}

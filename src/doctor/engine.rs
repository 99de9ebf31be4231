//! Whether there is an engine, and one that is new enough.

use super::{Finding, Seen};
use crate::docker::Error;

/// The oldest version with all that a stack needs: `host-gateway`, which came with 20.10, and control
/// groups of version 2.
const OLDEST: (u32, u32) = (20, 10);
/// The version of the interface that came with it.
const OLDEST_API: (u32, u32) = (1, 41);

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let facts = seen.facts;
    let product = if facts.product.is_empty() { "Docker Engine" } else { &facts.product };
    let found = format!("{product} {}", facts.version);
    let mut findings = Vec::new();
    let address = seen.around.address.as_deref().unwrap_or("an unknown address");
    findings.push(Finding::ok("engine", format!("an engine answers at {address}")));
    if facts.podman {
        findings.push(
            Finding::warning("engine-product", format!("this is Podman ({found})"))
                .means("it is compatible with Docker's API, but stackgen is not tested with it, and its log drivers, mounts and networks differ")
                .help("use Docker Engine, or try it and look closely"),
        );
    }
    findings.push(match pair(&facts.version) {
        Some(version) if version < OLDEST && !facts.podman => {
            Finding::error("engine-version", format!("{found} is too old"))
                .means("before 20.10, containers cannot reach the host by `host-gateway`, cgroup v2 is not supported, and current versions of Compose refuse to work")
                .help("install Docker Engine 20.10 or newer: https://docs.docker.com/engine/install/")
        }
        Some(_) => Finding::ok("engine-version", found),
        None => Finding::warning("engine-version", format!("stackgen cannot read the version {found}"))
            .means("stackgen cannot determine whether it is 20.10 or newer"),
    });
    findings.push(match pair(&facts.api) {
        Some(api) if api < OLDEST_API => Finding::error(
            "engine-api",
            format!("it speaks version {} of its interface", facts.api),
        )
        .means("stackgen and today's Compose need 1.41 or newer")
        .help("install Docker Engine 20.10 or newer: https://docs.docker.com/engine/install/"),
        _ => Finding::ok("engine-api", format!("it speaks version {} of its interface", facts.api)),
    });
    findings
}

/// There is none.
pub(super) fn unreachable(error: &Error) -> Finding {
    let cause = error.cause();
    let why = cause.as_ref().map(|cause| format!("{}; ", cause.what)).unwrap_or_default();
    let finding = Finding::error("engine", error.message.clone()).means(format!(
        "{why}nothing can be started, and what depends on the engine was not looked at"
    ));
    let help = cause.into_iter().map(|cause| cause.help).chain(error.help.iter().cloned());
    help.fold(finding, Finding::help)
}

/// The first two numbers of a version.
pub(super) fn pair(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split(|c: char| !c.is_ascii_digit());
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

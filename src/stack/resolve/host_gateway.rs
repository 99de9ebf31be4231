//! `host.docker.internal`, the machine itself as seen from a container.
//!
//! Docker Desktop knows that name by itself. Docker on Linux knows it in containers that are told to
//! map it to `host-gateway`, from 20.10 on.

use super::Builder;
use crate::stack::HOST_GATEWAY;

impl Builder<'_> {
    /// Lets the services that connect to the machine itself know its name, where a spec uses that.
    pub(super) fn host_gateway(&mut self) {
        let mut targets = self.jobs.iter().flat_map(|job| &job.targets);
        let watched = targets.any(|target| names_it(&target.address));
        for service in &mut self.services {
            let reached = service.reaches.iter().any(|reached| names_it(reached.host.as_str()));
            // Who joins other networks is who connects to what is watched.
            service.host_gateway = reached || watched && service.outward;
        }
    }
}

/// Whether an address or a URL names the machine itself.
fn names_it(address: &str) -> bool {
    address
        .split(['/', ':', '@', '?', '#'])
        .any(|part| part.strip_suffix('.').unwrap_or(part).eq_ignore_ascii_case(HOST_GATEWAY))
}

#[test]
fn addresses_that_name_the_machine() {
    for address in [
        "host.docker.internal:8080",
        "http://Host.Docker.Internal/x",
        "host.docker.internal",
        "host.docker.internal.:8080",
    ] {
        assert!(names_it(address), "{address}");
    }
    for address in
        ["backend:8080", "my-host.docker.internal:1", "https://a.example/host.docker.internal.txt"]
    {
        assert!(!names_it(address), "{address}");
    }
}

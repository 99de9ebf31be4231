//! Which of its mounts a program may not use, told from what it says.

use super::Cause;
use bollard::models::{ContainerInspectResponse, MountPoint};

/// What programs say when they may not, in lower case.
const REFUSED: [&str; 2] = ["permission denied", "operation not permitted"];

/// The mount that a program complains about in the lines of its log, if it does.
pub(super) fn cause(container: &ContainerInspectResponse, log: &[String]) -> Option<Cause> {
    let config = container.config.as_ref()?;
    let user = config.user.as_deref().filter(|user| !user.is_empty()).unwrap_or("0");
    let mounts = container.mounts.as_deref().unwrap_or_default();
    let complaints = log.iter().rev().filter(|line| {
        let line = line.to_lowercase();
        REFUSED.iter().any(|sign| line.contains(sign))
    });
    let mut found = complaints.filter_map(|line| mounts.iter().find(|mount| names(line, mount)));
    let mount = found.next()?;
    let target = mount.destination.as_deref()?;
    if mount.typ.as_deref() == Some("volume") {
        let volume = mount.name.as_deref()?;
        let image = config.image.as_deref()?;
        return Some(Cause {
            what: format!(
                "permission: it runs as user {user}, who may not use its volume {volume} ({target})"
            ),
            help: format!(
                "give it to that user: docker run --rm --user 0 --entrypoint chown -v {volume}:{target} {image} -R {user} {target}"
            ),
        });
    }
    let source = mount.source.as_deref()?;
    Some(Cause {
        what: format!("permission: it runs as user {user}, who may not use {source} ({target})"),
        help: "make it readable for that user: `user` of the service in the Compose file"
            .to_owned(),
    })
}

/// Whether a line has a path in a mount.
fn names(line: &str, mount: &MountPoint) -> bool {
    let Some(target) = mount.destination.as_deref().filter(|target| *target != "/") else {
        return false;
    };
    line.match_indices(target).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + target.len()..].chars().next();
        let inside = |c: char| c.is_alphanumeric() || "._-".contains(c);
        !before.is_some_and(|c| inside(c) || c == '/') && !after.is_some_and(inside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(log: &str) -> Option<Cause> {
        let container = json!({
            "Config": { "User": "65534:65534", "Image": "prom/prometheus:v3" },
            "Mounts": [
                { "Type": "bind", "Source": "/srv/prometheus", "Destination": "/etc/prometheus" },
                { "Type": "volume", "Name": "shop_data", "Destination": "/prometheus" },
            ],
        });
        cause(&serde_json::from_value(container).expect("a container"), &[log.to_owned()])
    }

    #[test]
    fn mounts_are_told_by_paths_in_complaints() {
        let volume = of("open /prometheus/queries.active: permission denied").expect("a volume");
        assert!(volume.what.contains("shop_data (/prometheus)"), "{}", volume.what);
        assert!(
            volume.help.ends_with(
                "-v shop_data:/prometheus prom/prometheus:v3 -R 65534:65534 /prometheus"
            ),
            "{}",
            volume.help
        );
        let file = of("open /etc/prometheus/prometheus.yml: permission denied").expect("a file");
        assert!(file.what.contains("/srv/prometheus (/etc/prometheus)"), "{}", file.what);
        assert_eq!(of("open /prometheus2/x: permission denied"), None);
        assert_eq!(of("open /data/prometheus/x: permission denied"), None);
        assert_eq!(of("open /prometheus/x: no such file"), None);
    }
}

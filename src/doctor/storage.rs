//! Where images are kept, which decides whether containers can be measured.

use super::{Finding, Seen};

const CODE: &str = "storage";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let facts = seen.facts;
    let driver = facts.storage.as_str();
    if !facts.containerd_images {
        return vec![match driver {
            "vfs" => Finding::warning(CODE, "images are stored with the driver vfs")
                .means("each container has a whole copy of its image: slow to start, and several GiB for a stack")
                .help("overlay2 is the usual one: https://docs.docker.com/engine/storage/drivers/select-storage-driver/"),
            _ => Finding::ok(CODE, format!("images are stored with the driver {driver}")),
        }];
    }
    // What measures containers asks containerd only where the driver is called so.
    if driver == "overlayfs" {
        return vec![
            Finding::ok(CODE, "images are stored in containerd, with overlayfs")
                .means("if the spec names an image for cAdvisor, it must be v0.56 or newer: older ones see no containers there"),
        ];
    }
    vec![
        Finding::warning(CODE, format!("images are stored in containerd, with {driver}"))
            .means("container metrics are missing: cAdvisor needs the image layers of overlayfs")
            .help("use overlayfs, or switch the containerd image store off: \"features\": { \"containerd-snapshotter\": false } in /etc/docker/daemon.json"),
    ]
}

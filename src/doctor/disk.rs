//! The disk that metrics fill, and what is free on it.

use super::memory::gib;
use super::{Finding, Seen};

const CODE: &str = "disk";
/// The images of a whole stack, unpacked.
const IMAGES: u64 = 3 << 30;

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let root = &seen.facts.root;
    let Some(free) = seen.machine().and_then(|machine| machine.free) else {
        return vec![Finding::note(
            CODE,
            format!("stackgen cannot determine from here how much is free in {root}"),
        )];
    };
    let found = format!("{} are free in {root}", gib(free));
    let few = |finding: Finding| {
        finding.help("`docker system df` shows what uses the disk, `docker system prune` frees what nothing uses")
    };
    if free < IMAGES {
        return vec![few(Finding::error(CODE, found)
            .means("the images alone need about 3 GiB unless they are there already; on a full disk, Prometheus stops storing"))];
    }
    let Some(stack) = seen.stack else { return vec![Finding::ok(CODE, found)] };
    let settings = &stack.prometheus;
    vec![match &settings.retention_size {
        // Besides what is kept, there is a log of the last hours, and compaction needs room.
        Some(size) if size.bytes().saturating_add(size.bytes() / 5) > free => few(
            Finding::warning(CODE, format!("{found}; Prometheus may keep {size}"))
                .means("the disk can be full before the oldest metrics are dropped; what it holds already counts as used here")
                .help("set a smaller retention.size in [prometheus], or move Docker's data to a larger disk"),
        ),
        Some(size) => Finding::ok(CODE, format!("{found}; Prometheus may keep {size}")),
        None => Finding::note(CODE, found)
            .means("Prometheus keeps metrics by age alone: a full disk is the limit")
            .help("set retention = { size = \"20GB\" } in [prometheus]"),
    }]
}

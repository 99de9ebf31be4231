//! Whether there are images for the engine's processors.

use super::{Finding, Seen};

const CODE: &str = "architecture";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let name = seen.facts.architecture.as_str();
    vec![match name {
        "x86_64" | "amd64" | "aarch64" | "arm64" => {
            Finding::ok(CODE, format!("it runs on {name}, which all pinned images support"))
        }
        "" => Finding::note(CODE, "the engine does not report its CPU architecture"),
        _ => Finding::warning(CODE, format!("it runs on {name}"))
            .means("the pinned images exist for amd64 and arm64; some are missing for others, and their containers do not start (\"no matching manifest\")")
            .help("`docker manifest inspect IMAGE` lists the platforms of an image")
            .help("set `image` in the table of each service that has none for this platform"),
    }]
}

//! Whether there are images for the engine's processors.

use super::{Finding, Seen};

const CODE: &str = "architecture";

pub(super) fn check(seen: &Seen<'_>) -> Vec<Finding> {
    let name = seen.facts.architecture.as_str();
    vec![match name {
        "x86_64" | "amd64" | "aarch64" | "arm64" => {
            Finding::ok(CODE, format!("it runs on {name}, for which all pinned images are made"))
        }
        "" => Finding::note(CODE, "the engine does not say which processors it has"),
        _ => Finding::warning(CODE, format!("it runs on {name}"))
            .means("the pinned images are made for amd64 and arm64; for others some are missing, and their containers do not start (\"no matching manifest\")")
            .help("`docker manifest inspect IMAGE` lists what an image is made for")
            .help("give what lacks one an image of your own, with `image = …` in its table"),
    }]
}

//! Images that are another one tomorrow.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

const CODE: Code = Code::new("floating-image");

pub(super) const CHECK: Check =
    Check { code: CODE, severity: Severity::Error, summary: "an image has no fixed version", run };

/// Tags that projects move from release to release.
const MOVING: [&str; 13] = [
    "canary", "dev", "develop", "edge", "lts", "main", "mainline", "master", "next", "nightly",
    "rolling", "stable", "testing",
];

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for service in &view.stack.services {
        let image = &service.image;
        let tag = image.tag().unwrap_or_default();
        let pinned = image.to_string().contains("@sha256:");
        let problem = match tag {
            _ if image.floats() && tag.is_empty() => Diagnostic::error(
                CODE,
                format!("the image `{image}` has no version, which means `latest`"),
            ),
            _ if image.floats() => {
                Diagnostic::error(CODE, format!("the image `{image}` has no fixed version"))
            }
            _ if !pinned && MOVING.contains(&tag) => {
                Diagnostic::warning(CODE, format!("the tag of the image `{image}` moves"))
            }
            _ => continue,
        };
        found.push(
            problem
                .at(image.span, "")
                .note("the next pull can bring another version, with other metrics, flags and bugs")
                .help(format!(
                    "write the version, `{repository}:v1.2.3`, or the digest, `{repository}@sha256:…`",
                    repository = image.repository()
                ))
                .help("or remove `image`: stackgen pins a version that works"),
        );
    }
}

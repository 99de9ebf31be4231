//! Where a container sees what it mounts.

use super::Builder;
use crate::catalog::Service as Template;
use crate::decode::At;
use crate::decode::codes::BAD_VALUE;
use crate::diag::{Diagnostic, Span};
use crate::value::Line;

impl Builder<'_> {
    /// Refuses places that no engine takes: relative ones, the root folder, and two of the same.
    pub(super) fn refuse_targets(&mut self, template: &Template) {
        // A mount under a condition stands for another, so two of those may share a place.
        let always = template.mounts.iter().filter(|mount| mount.when.is_none());
        let conditional = template.mounts.iter().filter(|mount| mount.when.is_some());
        let volumes = template.volumes.iter().map(|(_, volume)| &volume.target);
        let lasting = always.map(|mount| &mount.target).chain(volumes);
        let mut taken: Vec<(&str, Span)> = Vec::new();
        for target in lasting.chain(&template.tmpfs) {
            let path = path(target);
            if let Some((_, first)) = taken.iter().find(|(known, _)| *known == path) {
                self.diagnostics.push(
                    Diagnostic::error(BAD_VALUE, format!("two mounts share the path `{path}`"))
                        .at(target.span, "this one")
                        .at(*first, "and this one"),
                );
            }
            taken.push((path, target.span));
            self.refuse_target(target, path);
        }
        for mount in conditional {
            self.refuse_target(&mount.target, path(&mount.target));
        }
    }

    fn refuse_target(&mut self, target: &At<Line>, path: &str) {
        let message = match path {
            "" | "/" => "a container's root folder cannot be mounted over",
            path if !path.starts_with('/') => "a path in a container is absolute",
            _ => return,
        };
        self.diagnostics.push(Diagnostic::error(BAD_VALUE, message).at(target.span, ""));
    }
}

/// Without the options that a folder in memory may have, and without a slash at its end.
fn path(target: &At<Line>) -> &str {
    let path = target.as_str().split(':').next().unwrap_or_default();
    if path == "/" { path } else { path.trim_end_matches('/') }
}

//! Where a container sees what it mounts.

use super::Builder;
use crate::catalog::Service as Template;
use crate::decode::codes::BAD_VALUE;
use crate::diag::{Diagnostic, Span};
use crate::stack::{HostMount, Mount};
use std::collections::BTreeMap;

impl Builder<'_> {
    /// Refuses places that no engine takes: relative ones, the root folder, and two of the same.
    pub(super) fn refuse_targets(
        &mut self,
        template: &Template,
        own: &[Mount],
        of_host: &[HostMount],
    ) {
        let own = own.iter().map(|mount| &mount.target);
        let mounts = own.chain(of_host.iter().map(|mount| &mount.target));
        let mounts = mounts.map(|target| (target.as_str(), target.span));
        let volumes = template.volumes.iter().map(|(_, volume)| &volume.target);
        let others = volumes.chain(&template.tmpfs).map(|target| (target.as_str(), target.span));
        let mut taken: BTreeMap<&str, Span> = BTreeMap::new();
        for (target, span) in mounts.chain(others) {
            let path = path(target);
            if let Some(first) = taken.get(path) {
                self.diagnostics.push(
                    Diagnostic::error(BAD_VALUE, format!("two mounts share the path `{path}`"))
                        .at(span, "this one")
                        .at(*first, "and this one"),
                );
            }
            taken.entry(path).or_insert(span);
            self.refuse_target(path, span);
        }
    }

    fn refuse_target(&mut self, path: &str, span: Span) {
        let message = match path {
            "" | "/" => "a container's root folder cannot be mounted over",
            path if !path.starts_with('/') => "a path in a container is absolute",
            _ => return,
        };
        self.diagnostics.push(Diagnostic::error(BAD_VALUE, message).at(span, ""));
    }
}

/// Without the options that a folder in memory may have, and without a slash at its end.
fn path(target: &str) -> &str {
    let path = target.split(':').next().unwrap_or_default();
    if path == "/" { path } else { path.trim_end_matches('/') }
}

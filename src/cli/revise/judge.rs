//! What an edit brings: the problems of a spec that it did not have before.

use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::pipeline::Resolved;
use std::collections::BTreeMap;

/// The problems after an edit without those that were there before it.
pub(super) fn brought(before: &Resolved, after: &Resolved) -> Diagnostics {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for diagnostic in before.diagnostics.sorted() {
        *known.entry(told(diagnostic, &before.sources)).or_default() += 1;
    }
    let mut new = Diagnostics::default();
    for diagnostic in after.diagnostics.sorted() {
        match known.get_mut(&told(diagnostic, &after.sources)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push(diagnostic.clone()),
        }
    }
    new
}

/// What a problem says, wherever it stands.
fn told(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut told =
        format!("{:?} {} {}", diagnostic.severity, diagnostic.code.as_str(), diagnostic.message);
    for label in &diagnostic.labels {
        told.push('\n');
        told.push_str(&sources.get(label.span.source).name);
        told.push('\n');
        told.push_str(sources.text(label.span));
    }
    told
}

//! What a service can be taken for: everything in the catalogue with a `detect`.

use crate::catalog::{Catalog, Detect, Detected, Integration, Kinds, Loaded};
use crate::diag::{Diagnostics, Sources};
use std::sync::Arc;

/// Something that a service can be.
#[derive(Clone)]
pub(in crate::import) struct Candidate {
    /// Its title.
    pub(in crate::import) title: String,
    /// What recognises it.
    pub(in crate::import) detect: Detect,
    /// The integration for it.
    pub(in crate::import) integration: Option<Arc<Loaded>>,
}

impl Candidate {
    /// Whether it is something that others use.
    pub(super) fn is_server(&self) -> bool {
        matches!(self.detect.kind, Detected::Service | Detected::Proxy)
    }

    /// The integration's own words.
    pub(in crate::import) fn integration(&self) -> Option<&Integration> {
        self.integration.as_ref().map(|loaded| &loaded.integration)
    }
}

/// All candidates, integrations first, and what else is known of kinds.
pub(in crate::import) fn all(
    catalog: &mut Catalog,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Vec<Candidate>, Kinds)> {
    let mut all = Vec::new();
    for name in catalog.integration_names() {
        // What is wrong with a user's own was said when it was read.
        let Some(loaded) = catalog.integration(&name, sources, diagnostics) else { continue };
        let Some(detect) = loaded.integration.detect.clone() else { continue };
        let title = loaded.integration.title.as_str().to_owned();
        all.push(Candidate { title, detect, integration: Some(loaded) });
    }
    let mut add = |title: &str, detect: Option<Detect>| {
        let title = title.to_owned();
        all.extend(detect.map(|detect| Candidate { title, detect, integration: None }));
    };
    for (name, thing) in Catalog::absent(sources, diagnostics)?.known {
        if !catalog.has_integration(name.value.as_str()) {
            add(thing.title.as_str(), thing.detect);
        }
    }
    let mut kinds = Catalog::kinds(sources, diagnostics)?;
    for (_, kind) in std::mem::take(&mut kinds.known) {
        add(kind.title.as_str(), Some(kind.detect));
    }
    Some((all, kinds))
}

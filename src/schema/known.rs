use crate::catalog::{Catalog, Convention, Loaded, LoadedReceiver, Section};
use crate::decode::Node;
use crate::diag::{Diagnostics, Sources};
use crate::spec::PresetName;
use std::sync::Arc;

/// What a schema tells of the catalogue, each in the order of its names.
#[derive(Debug)]
pub struct Known {
    /// All integrations, those of the user among them.
    pub integrations: Vec<Arc<Loaded>>,
    /// All types of receivers, those of the user among them.
    pub receivers: Vec<Arc<LoadedReceiver>>,
    /// Conventions by name.
    pub conventions: Vec<(String, Arc<Convention>)>,
    /// The trees of the presets.
    pub presets: Vec<Node>,
}

impl Known {
    /// Reads the whole catalogue. What cannot be read is left out, and reported to `diagnostics`.
    pub fn load(
        catalog: &mut Catalog,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut integrations = Vec::new();
        for name in catalog.integration_names() {
            integrations.extend(catalog.integration(&name, sources, diagnostics));
        }
        let receivers = catalog.all_receivers(sources, diagnostics);
        let mut conventions = Vec::new();
        for name in Catalog::convention_names() {
            let convention = catalog.convention(name, sources, diagnostics);
            conventions.extend(convention.map(|convention| (name.to_owned(), convention)));
        }
        let preset = |name: &&str| Catalog::preset(name, sources, diagnostics);
        let presets = PresetName::NAMES.iter().filter_map(preset).collect();
        Self { integrations, receivers, conventions, presets }
    }

    /// The integrations that `[integrations.*]` can name.
    pub fn usable(&self) -> impl Iterator<Item = &Loaded> {
        let all = self.integrations.iter().map(Arc::as_ref);
        all.filter(|loaded| loaded.integration.section == Section::Integrations)
    }
}

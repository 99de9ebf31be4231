use super::embedded::{self, File};
use super::{Absent, Convention, Dashboard, ImagePin, Images, Integration, Kinds, Section, Ways};
use crate::decode::{Cx, Decode, Node, parse, table};
use crate::diag::{Diagnostics, SourceId, Sources};
use crate::value::{Image, Name, Scalar};
use std::collections::BTreeMap;
use std::sync::Arc;

table! {
    /// Which integrations serve the sections of a spec that name none themselves.
    pub struct Sections("the sections") {
        /// Those of the components, in order.
        stack: Vec<Name>,
        /// The one of apps.
        apps: Name,
        /// The one of probes.
        probes: Name,
        /// Whose panels the overview shows above its own, in this order.
        overview_above: Vec<Section>,
        /// Whose panels it shows below its own, as far as there is room: one of each integration
        /// before a second of any.
        overview_below: Vec<Section>,
    }
}

/// A file of the user's own catalogue.
#[derive(Clone, Debug)]
pub struct UserFile {
    /// The integration's name: the file's, without its ending.
    pub name: String,
    /// What reports call the file.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// An integration and where it comes from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its name.
    pub name: Name,
    /// What it says.
    pub integration: Integration,
    /// Its file.
    pub source: SourceId,
    /// Whether it is the user's own.
    pub own: bool,
}

/// Integrations, conventions, presets and images by name, read when they are asked for.
#[derive(Debug, Default)]
pub struct Catalog {
    integrations: BTreeMap<String, Option<Arc<Loaded>>>,
    conventions: BTreeMap<String, Option<Arc<Convention>>>,
    own: Vec<String>,
    pins: Option<Vec<(String, Arc<ImagePin>)>>,
}

impl Catalog {
    /// A catalogue with the user's own integrations on top of those that stackgen brings. An own
    /// one replaces one of the same name. All of them are read, so that mistakes in them are found
    /// even where the spec does not use them.
    pub fn new(own: Vec<UserFile>, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Self {
        let mut catalog = Self::default();
        for file in own {
            let source = sources.add(file.path, file.text);
            let mut found = Diagnostics::default();
            let tree = parse(source, sources, &mut found);
            let integration = Integration::decode(&tree, &mut Cx::new(sources, &mut found));
            let loaded = sound(integration, found, diagnostics);
            let loaded = loaded.zip(Name::parse(&file.name).ok()).map(|(integration, name)| {
                Arc::new(Loaded { name, integration, source, own: true })
            });
            catalog.integrations.insert(file.name.clone(), loaded);
            catalog.own.push(file.name);
        }
        catalog
    }

    /// The names of all integrations, sorted.
    pub fn integration_names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            embedded::names("integrations").into_iter().map(str::to_owned).collect();
        names.extend(self.own.iter().cloned());
        names.sort();
        names.dedup();
        names
    }

    /// The names of all conventions, sorted.
    pub fn convention_names() -> Vec<&'static str> {
        embedded::names("conventions")
    }

    /// Whether there is an integration of this name, sound or not.
    pub fn has_integration(&self, name: &str) -> bool {
        self.own.iter().any(|own| own == name) || Self::brings(name)
    }

    /// Whether stackgen brings an integration of this name.
    pub fn brings(name: &str) -> bool {
        embedded::names("integrations").contains(&name)
    }

    /// An integration. `None` if there is none of this name, or if it has mistakes, which are
    /// reported then.
    pub fn integration(
        &mut self,
        name: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<Loaded>> {
        if let Some(known) = self.integrations.get(name) {
            return known.clone();
        }
        let file = integration_file(name)?;
        let (source, integration) = built_in(file, sources, diagnostics);
        self.keep(name, source, integration)
    }

    fn keep(
        &mut self,
        name: &str,
        source: SourceId,
        integration: Option<Integration>,
    ) -> Option<Arc<Loaded>> {
        let loaded = integration
            .zip(Name::parse(name).ok())
            .map(|(integration, name)| Arc::new(Loaded { name, integration, source, own: false }));
        self.integrations.insert(name.to_owned(), loaded.clone());
        loaded
    }

    /// A convention. `None` if there is none of this name.
    pub fn convention(
        &mut self,
        name: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<Convention>> {
        if let Some(known) = self.conventions.get(name) {
            return known.clone();
        }
        let file = embedded::file(&format!("conventions/{name}.toml"))?;
        let convention = built_in(file, sources, diagnostics).1.map(Arc::new);
        self.conventions.insert(name.to_owned(), convention.clone());
        convention
    }

    /// The tree of a preset. `None` if there is none of this name.
    pub fn preset(
        name: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node> {
        let file = embedded::file(&format!("stacks/{name}.toml"))?;
        Some(file.read(sources, diagnostics).1)
    }

    /// The text of a preset.
    pub fn preset_text(name: &str) -> Option<&'static str> {
        Some(embedded::file(&format!("stacks/{name}.toml"))?.text)
    }

    /// What is known of the image under a key.
    pub fn pin(
        &mut self,
        key: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<ImagePin>> {
        let mut pins = self.pins(sources, diagnostics)?.iter();
        pins.find(|(known, _)| known == key).map(|(_, pin)| Arc::clone(pin))
    }

    /// What is known of an image of this very repository.
    pub fn pin_of(
        &mut self,
        image: &Image,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<ImagePin>> {
        let mut pins = self.pins(sources, diagnostics)?.iter();
        let same = |pin: &ImagePin| pin.image.repository() == image.repository();
        pins.find(|(_, pin)| same(pin)).map(|(_, pin)| Arc::clone(pin))
    }

    fn pins(
        &mut self,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<&[(String, Arc<ImagePin>)]> {
        if self.pins.is_none() {
            let (_, images) = built_in(embedded::file("images.toml")?, sources, diagnostics);
            let images: Images = images?;
            let pins = images.images.into_iter();
            self.pins = Some(pins.map(|(key, pin)| (key.to_string(), Arc::new(pin))).collect());
        }
        self.pins.as_deref()
    }

    /// The overview's own panels.
    pub fn overview(sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Dashboard> {
        built_in(embedded::file("overview.toml")?, sources, diagnostics).1
    }

    /// What people ask for and the catalogue does not know.
    pub fn absent(sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Absent> {
        built_in(embedded::file("absent.toml")?, sources, diagnostics).1
    }

    /// How alerts can reach people.
    pub fn ways(sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Ways> {
        built_in(embedded::file("ways.toml")?, sources, diagnostics).1
    }

    /// What an importer knows besides integrations.
    pub fn kinds(sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Kinds> {
        built_in(embedded::file("kinds.toml")?, sources, diagnostics).1
    }

    /// Which integrations serve the sections of a spec that name none themselves.
    pub fn sections(sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Sections> {
        built_in(embedded::file("sections.toml")?, sources, diagnostics).1
    }
}

/// The file of an integration that is part of the program.
fn integration_file(name: &str) -> Option<File> {
    embedded::file(&format!("integrations/{name}.toml"))
}

/// What a file that is part of the program says.
fn built_in<T: Decode>(
    file: File,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> (SourceId, Option<T>) {
    let mut found = Diagnostics::default();
    let (source, tree) = file.read(sources, &mut found);
    let value = T::decode(&tree, &mut Cx::trusting(sources, &mut found));
    (source, sound(value, found, diagnostics))
}

/// A value if nothing is wrong with it. What was found is reported.
fn sound<T>(value: Option<T>, found: Diagnostics, diagnostics: &mut Diagnostics) -> Option<T> {
    let sound = !found.has_errors();
    diagnostics.append(found);
    value.filter(|_| sound)
}

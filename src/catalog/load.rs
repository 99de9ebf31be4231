use super::built_in::built_in;
use super::embedded;
use super::shelf::{Says, Shelf, Shelved};
use super::{
    Absent, Convention, Dashboard, Dialect, Dialects, ImagePin, Images, Integration, Kinds,
    ReceiverType, Section, Template, UserFile, UserFolder, Way,
};
use crate::decode::{At, Listed, Node, table};
use crate::diag::{Diagnostics, SourceId, Sources};
use crate::value::{Image, Name};
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
    /// The templates beside it, by their paths in the folder that has its name.
    pub templates: BTreeMap<String, Template>,
}

impl Shelved for Loaded {
    type Says = Integration;
    const FOLDER: UserFolder = UserFolder::Integrations;

    fn new(says: Says<Integration>) -> Self {
        let Says { name, what: integration, source, own, templates } = says;
        Self { name, integration, source, own, templates }
    }
}

/// A type of receiver and where it comes from.
#[derive(Clone, Debug)]
pub struct LoadedReceiver {
    /// Its name.
    pub name: Name,
    /// What it says.
    pub receiver: ReceiverType,
    /// Its file.
    pub source: SourceId,
    /// Whether it is the user's own.
    pub own: bool,
}

impl LoadedReceiver {
    /// Whether it is the user's own and replaces one that stackgen brings.
    pub fn replaces(&self) -> bool {
        self.own && Shelf::<Self>::brings(self.name.as_str())
    }
}

impl Shelved for LoadedReceiver {
    type Says = ReceiverType;
    const FOLDER: UserFolder = UserFolder::Receivers;

    fn new(says: Says<ReceiverType>) -> Self {
        let Says { name, what: receiver, source, own, .. } = says;
        Self { name, receiver, source, own }
    }
}

/// Integrations, types of receivers, conventions, presets and images by name, read when they are asked
/// for.
#[derive(Debug, Default)]
pub struct Catalog {
    integrations: Shelf<Loaded>,
    receivers: Shelf<LoadedReceiver>,
    conventions: BTreeMap<String, Option<Arc<Convention>>>,
    pins: Option<Vec<(String, Arc<ImagePin>)>>,
}

impl Catalog {
    /// A catalogue with the user's own files on top of those that stackgen brings. An own one replaces one
    /// of the same name. All of them are read, so that mistakes in them are found even where the spec does
    /// not use them.
    pub fn new(own: Vec<UserFile>, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Self {
        let mut catalog = Self::default();
        for file in own {
            match file.folder {
                UserFolder::Integrations => catalog.integrations.add(file, sources, diagnostics),
                UserFolder::Receivers => catalog.receivers.add(file, sources, diagnostics),
            }
        }
        catalog
    }

    /// The names of all integrations, sorted.
    pub fn integration_names(&self) -> Vec<String> {
        self.integrations.names()
    }

    /// The names of all types of receivers, sorted.
    pub fn receiver_names(&self) -> Vec<String> {
        self.receivers.names()
    }

    /// The names of all conventions, sorted.
    pub fn convention_names() -> Vec<&'static str> {
        embedded::names("conventions")
    }

    /// Whether there is an integration of this name, sound or not.
    pub fn has_integration(&self, name: &str) -> bool {
        self.integrations.has(name)
    }

    /// Whether there is a type of receiver of this name, sound or not.
    pub fn has_receiver(&self, name: &str) -> bool {
        self.receivers.has(name)
    }

    /// Whether stackgen brings an integration of this name.
    pub fn brings(name: &str) -> bool {
        Shelf::<Loaded>::brings(name)
    }

    /// An integration. `None` if there is none of this name, or if it has mistakes, which are
    /// reported then.
    pub fn integration(
        &mut self,
        name: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<Loaded>> {
        self.integrations.get(name, sources, diagnostics)
    }

    /// A type of receiver. `None` if there is none of this name, or if it has mistakes, which are
    /// reported then.
    pub fn receiver(
        &mut self,
        name: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<LoadedReceiver>> {
        self.receivers.get(name, sources, diagnostics)
    }

    /// All types of receivers, in the order of their names.
    pub fn all_receivers(
        &mut self,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Arc<LoadedReceiver>> {
        let names = self.receiver_names();
        names.iter().filter_map(|name| self.receiver(name, sources, diagnostics)).collect()
    }

    /// How alerts can reach people: the types of receivers that `stackgen init` offers, in its order.
    pub fn ways(sources: &mut Sources, diagnostics: &mut Diagnostics) -> Listed<Name, Way> {
        let all = Self::default().all_receivers(sources, diagnostics);
        let mut ways: Vec<(At<Name>, Way)> = all
            .iter()
            .filter_map(|loaded| Some((At::of(loaded.name.clone()), Way::of(&loaded.receiver)?)))
            .collect();
        ways.sort_by_key(|(_, way)| way.offer.place);
        ways.into_iter().collect()
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

    /// How messages are written for services that take some characters for more than text.
    pub fn dialects(
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Listed<Name, Dialect>> {
        let dialects: Dialects =
            built_in(embedded::file("dialects.toml")?, sources, diagnostics).1?;
        Some(dialects.dialects)
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

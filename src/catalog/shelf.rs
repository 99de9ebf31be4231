use super::Template;
use super::built_in::{built_in, sound};
use super::embedded;
use super::user_file::{UserFile, UserFolder};
use crate::decode::{Cx, Decode, parse};
use crate::diag::{Diagnostics, SourceId, Sources};
use crate::value::{Name, Scalar as _};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a file of the catalogue becomes that a user can add to.
pub(super) trait Shelved: Sized {
    /// What such a file says.
    type Says: Decode;
    /// The folder of such files, in `presets/` and beside a spec.
    const FOLDER: UserFolder;

    /// One of them.
    fn new(says: Says<Self::Says>) -> Self;
}

/// What such a file says, and where it is.
pub(super) struct Says<T> {
    /// The name of what it adds.
    pub(super) name: Name,
    /// What that is.
    pub(super) what: T,
    /// The file.
    pub(super) source: SourceId,
    /// Whether it is the user's own.
    pub(super) own: bool,
    /// The templates beside it, by their paths in the folder that has its name.
    pub(super) templates: BTreeMap<String, Template>,
}

/// The files of a folder, read when they are asked for: those of the user on top of those that stackgen
/// brings.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    read: BTreeMap<String, Option<Arc<T>>>,
    own: Vec<String>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { read: BTreeMap::new(), own: Vec::new() }
    }
}

impl<T: Shelved> Shelf<T> {
    /// Adds a file of the user's own, in the place of one of the same name. It is read even if the spec
    /// does not use it, so that mistakes in it are found.
    pub(super) fn add(
        &mut self,
        file: UserFile,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let source = sources.add(file.path, file.text);
        let mut found = Diagnostics::default();
        let tree = parse(source, sources, &mut found);
        let says = T::Says::decode(&tree, &mut Cx::new(sources, &mut found));
        let says = sound(says, found, diagnostics);
        let templates = file.templates.into_iter().map(|(path, text)| {
            let source = sources.add(format!("{}/{}/{path}", T::FOLDER, file.name), text.clone());
            (path, Template { source, text: text.into() })
        });
        let templates = templates.collect();
        let loaded = says.zip(Name::parse(&file.name).ok()).map(|(what, name)| {
            Arc::new(T::new(Says { name, what, source, own: true, templates }))
        });
        self.read.insert(file.name.clone(), loaded);
        self.own.push(file.name);
    }

    /// All names, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            embedded::names(T::FOLDER.as_str()).into_iter().map(str::to_owned).collect();
        names.extend(self.own.iter().cloned());
        names.sort();
        names.dedup();
        names
    }

    /// Whether there is one of this name, sound or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.own.iter().any(|own| own == name) || Self::brings(name)
    }

    /// Whether stackgen brings one of this name.
    pub(super) fn brings(name: &str) -> bool {
        embedded::names(T::FOLDER.as_str()).contains(&name)
    }

    /// One of them. `None` if there is none of this name, or if it has mistakes, which are reported then.
    pub(super) fn get(
        &mut self,
        name: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<T>> {
        if let Some(known) = self.read.get(name) {
            return known.clone();
        }
        let file = embedded::file(&format!("{}/{name}.toml", T::FOLDER))?;
        let (source, says) = built_in(file, sources, diagnostics);
        let folder = format!("{}/{name}", T::FOLDER);
        let templates = embedded::below(&folder).map(|(path, file)| {
            let template = Template { source: file.source(sources), text: file.text.into() };
            (path.to_owned(), template)
        });
        let templates = templates.collect();
        let loaded = says.zip(Name::parse(name).ok()).map(|(what, name)| {
            Arc::new(T::new(Says { name, what, source, own: false, templates }))
        });
        self.read.insert(name.to_owned(), loaded.clone());
        loaded
    }
}

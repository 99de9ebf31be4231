use super::embedded;
use super::load::decode_built_in;
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
    fn new(name: Name, says: Self::Says, source: SourceId, own: bool) -> Self;
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
        let says = super::load::sound(says, found, diagnostics);
        let loaded = says.zip(Name::parse(&file.name).ok());
        let loaded = loaded.map(|(says, name)| Arc::new(T::new(name, says, source, true)));
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
        let source = file.source(sources);
        let says = decode_built_in(&file.tree(source), sources, diagnostics);
        let loaded = says.zip(Name::parse(name).ok());
        let loaded = loaded.map(|(says, name)| Arc::new(T::new(name, says, source, false)));
        self.read.insert(name.to_owned(), loaded.clone());
        loaded
    }
}

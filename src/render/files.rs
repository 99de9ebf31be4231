use super::{RenderError, templates, yaml};
use crate::output::FileSet;
use crate::template::{Context, Engine};
use crate::value::RelPath;
use std::fmt;

/// The version that rendered, as files name it.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The files so far.
pub(super) struct Files<'e> {
    engine: &'e mut Engine,
    set: FileSet,
    /// How many bytes they have.
    bytes: usize,
}

/// The most bytes that a stack's files have. Those of 10,000 apps have a tenth of it.
const MOST: usize = 64_000_000;

impl<'e> Files<'e> {
    /// No files yet.
    pub(super) fn new(engine: &'e mut Engine) -> Self {
        Self { engine, set: FileSet::new(), bytes: 0 }
    }

    /// Adds a file made of a template.
    pub(super) fn template(
        &mut self,
        path: &str,
        template: &str,
        context: &Context,
    ) -> Result<(), RenderError> {
        let context = context.clone().with("version", VERSION);
        if !self.engine.has(template) {
            let (name, source) = templates::template(template);
            self.engine.add(name, source).map_err(|error| wrong(path, error))?;
        }
        let text = self.engine.file(template, &context).map_err(|error| wrong(path, error))?;
        self.add(path, text.into_bytes())
    }

    /// Adds a YAML file that is written entry by entry.
    pub(super) fn yaml(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut yaml::Map<'_>),
    ) -> Result<(), RenderError> {
        self.add(path, yaml::document(write).into_bytes())
    }

    /// Adds a JSON file.
    pub(super) fn json(
        &mut self,
        path: &str,
        value: &impl serde::Serialize,
    ) -> Result<(), RenderError> {
        let text = serde_json::to_string_pretty(value).map_err(|error| wrong(path, error))? + "\n";
        self.add(path, text.into_bytes())
    }

    /// Adds a file as it is.
    pub(super) fn copy(&mut self, path: &str, template: &str) -> Result<(), RenderError> {
        self.add(path, templates::template(template).1.as_bytes().to_vec())
    }

    /// Adds a file that is there already.
    pub(super) fn ready(&mut self, path: &RelPath, text: &str) -> Result<(), RenderError> {
        self.add(path.as_str(), text.as_bytes().to_vec())
    }

    fn add(&mut self, path: &str, content: Vec<u8>) -> Result<(), RenderError> {
        self.bytes = self.bytes.saturating_add(content.len());
        if self.bytes > MOST {
            return Err(wrong(path, "with this file, the output has more than 64 MB"));
        }
        let rel = RelPath::new(path).map_err(|error| wrong(path, error))?;
        self.set.insert(rel, content).map_err(|error| wrong(path, error))
    }

    /// The files so far.
    pub(super) fn set(&self) -> &FileSet {
        &self.set
    }

    /// All of them.
    pub(super) fn finish(self) -> FileSet {
        self.set
    }
}

fn wrong(path: &str, problem: impl fmt::Display) -> RenderError {
    RenderError { path: path.to_owned(), message: problem.to_string() }
}

use super::{RenderError, proof, templates};
use crate::output::{FileSet, RelPath};
use crate::template::{Context, Engine};

/// The version that rendered, as files name it.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The files so far.
pub(super) struct Files<'e> {
    engine: &'e Engine,
    set: FileSet,
}

impl<'e> Files<'e> {
    pub(super) fn new(engine: &'e Engine) -> Self {
        Self { engine, set: FileSet::new() }
    }

    /// Adds a YAML file made of a template, and proves that it reads back.
    pub(super) fn yaml(
        &mut self,
        path: &str,
        template: &str,
        context: &Context,
    ) -> Result<(), RenderError> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let context = context.clone().with("version", VERSION);
        let rendered = self
            .engine
            .yaml(name, templates::template(template), &context)
            .map_err(|error| RenderError { path: path.to_owned(), message: error.to_string() })?;
        proof::yaml(&rendered).map_err(|message| RenderError { path: path.to_owned(), message })?;
        self.add(path, rendered.text.into_bytes())
    }

    /// Adds a text file made of a template.
    pub(super) fn text(
        &mut self,
        path: &str,
        template: &str,
        context: &Context,
    ) -> Result<(), RenderError> {
        let context = context.clone().with("version", VERSION);
        let text = self
            .engine
            .text(templates::template(template), &context)
            .map_err(|error| RenderError { path: path.to_owned(), message: error.to_string() })?;
        self.add(path, text.into_bytes())
    }

    /// Adds a JSON file.
    pub(super) fn json(
        &mut self,
        path: &str,
        value: &serde_json::Value,
    ) -> Result<(), RenderError> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| RenderError { path: path.to_owned(), message: error.to_string() })?;
        self.add(path, format!("{text}\n").into_bytes())
    }

    /// Adds a file as it is.
    pub(super) fn copy(&mut self, path: &str, template: &str) -> Result<(), RenderError> {
        self.add(path, templates::template(template).as_bytes().to_vec())
    }

    fn add(&mut self, path: &str, content: Vec<u8>) -> Result<(), RenderError> {
        let wrong = |message: String| RenderError { path: path.to_owned(), message };
        let rel = RelPath::new(path).map_err(|error| wrong(error.to_string()))?;
        self.set.insert(rel, content).map_err(|error| wrong(error.to_string()))
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

use super::proof::{Claim, Content};
use super::{RenderError, templates};
use crate::output::{FileSet, RelPath};
use crate::template::{Context, Engine, Rendered, TemplateError};
use std::sync::mpsc::Sender;

/// The version that rendered, as files name it.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The files so far.
pub(super) struct Files<'e> {
    engine: &'e mut Engine,
    set: FileSet,
    claims: Sender<Claim>,
}

impl<'e> Files<'e> {
    /// No files yet. What has to be read back is sent to `claims`.
    pub(super) fn new(engine: &'e mut Engine, claims: Sender<Claim>) -> Self {
        Self { engine, set: FileSet::new(), claims }
    }

    /// Adds a YAML file made of a template.
    pub(super) fn yaml(
        &mut self,
        path: &str,
        template: &str,
        context: &Context,
    ) -> Result<(), RenderError> {
        let rendered = self.rendered(path, template, context)?;
        let text = rendered.text.clone().into_bytes();
        self.claim(path, Content::Yaml(rendered));
        self.add(path, text)
    }

    /// Adds a text file made of a template.
    pub(super) fn text(
        &mut self,
        path: &str,
        template: &str,
        context: &Context,
    ) -> Result<(), RenderError> {
        let rendered = self.rendered(path, template, context)?;
        self.add(path, rendered.text.into_bytes())
    }

    fn rendered(
        &mut self,
        path: &str,
        template: &str,
        context: &Context,
    ) -> Result<Rendered, RenderError> {
        let context = context.clone().with("version", VERSION);
        let wrong = |error: TemplateError| RenderError {
            path: path.to_owned(),
            message: error.to_string(),
        };
        if !self.engine.has(template) {
            let (name, source) = templates::template(template);
            self.engine.add(name, source).map_err(wrong)?;
        }
        self.engine.file(template, &context).map_err(wrong)
    }

    /// Adds a JSON file.
    pub(super) fn json(
        &mut self,
        path: &str,
        value: &impl serde::Serialize,
    ) -> Result<(), RenderError> {
        let mut text = serde_json::to_string_pretty(value)
            .map_err(|error| RenderError { path: path.to_owned(), message: error.to_string() })?;
        text.push('\n');
        self.claim(path, Content::Json(text.clone()));
        self.add(path, text.into_bytes())
    }

    fn claim(&mut self, path: &str, content: Content) {
        let claim = Claim { path: path.to_owned(), content };
        self.claims.send(claim).expect("the reader lives longer than the files");
    }

    /// Adds a file as it is.
    pub(super) fn copy(&mut self, path: &str, template: &str) -> Result<(), RenderError> {
        self.add(path, templates::template(template).1.as_bytes().to_vec())
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

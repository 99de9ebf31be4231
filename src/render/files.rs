use super::{RenderError, proof, templates};
use crate::output::{FileSet, RelPath};
use crate::template::{Context, Engine, Rendered};
use std::fmt;

/// The version that rendered, as files name it.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The files so far. Each was read back.
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

    /// Adds a YAML file made of a template.
    pub(super) fn yaml(
        &mut self,
        path: &str,
        template: &str,
        context: &Context,
    ) -> Result<(), RenderError> {
        self.yaml_and(path, template, context, |_| ())
    }

    /// Adds a YAML file whose beginning is made of a template.
    pub(super) fn yaml_and(
        &mut self,
        path: &str,
        template: &str,
        context: &Context,
        add: impl FnOnce(&mut Rendered),
    ) -> Result<(), RenderError> {
        let mut rendered = self.rendered(path, template, context)?;
        add(&mut rendered);
        proof::yaml(&rendered).map_err(|problem| wrong(path, problem))?;
        self.add(path, rendered.text.into_bytes())
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
        if !self.engine.has(template) {
            let (name, source) = templates::template(template);
            self.engine.add(name, source).map_err(|error| wrong(path, error))?;
        }
        self.engine.file(template, &context).map_err(|error| wrong(path, error))
    }

    /// Adds a JSON file.
    pub(super) fn json(
        &mut self,
        path: &str,
        value: &impl serde::Serialize,
    ) -> Result<(), RenderError> {
        let text = serde_json::to_string_pretty(value).map_err(|error| wrong(path, error))? + "\n";
        proof::json(&text).map_err(|problem| wrong(path, problem))?;
        self.add(path, text.into_bytes())
    }

    /// Adds a file as it is.
    pub(super) fn copy(&mut self, path: &str, template: &str) -> Result<(), RenderError> {
        self.add(path, templates::template(template).1.as_bytes().to_vec())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_read_back_is_refused() {
        let mut engine = Engine::new();
        engine.add("careless.yml", "a: {= text | comment =}\n").unwrap();
        let mut files = Files::new(&mut engine);
        let mut try_it = |path: &str, text: &str| {
            let context = Context::default().with("text", text);
            files.yaml(path, "careless.yml", &context).map_err(|error| error.to_string())
        };
        assert_eq!(try_it("good.yml", "x"), Ok(()));
        let error = try_it("bad.yml", "x: y").unwrap_err();
        assert!(error.starts_with("bad.yml: is not strict YAML: line 1"), "{error}");
        assert_eq!(files.json("good.json", &[1]).map_err(|error| error.to_string()), Ok(()));
        let paths: Vec<_> = files.finish().paths().map(ToString::to_string).collect();
        assert_eq!(paths, ["good.json", "good.yml"]);
    }
}

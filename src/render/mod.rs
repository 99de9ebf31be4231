//! A stack into files in memory. Pure: nothing here reads or writes a disk.

mod alertmanager;
mod dashboard;
mod files;
mod grafana;
mod part;
mod prometheus;
mod promtool;
mod receiver;
mod runbook;
mod target;
mod templates;
mod yaml;

pub use target::{COMPOSE_FILE, config_hash};

use crate::output::FileSet;
use crate::stack::Stack;
use crate::template::Engine;
use files::Files;
use std::fmt;

/// Where the files will be, as far as they have to know.
#[derive(Clone, Debug)]
pub struct Place {
    /// The path from the output folder to the spec's folder, with `/` between its parts: `..` for
    /// the default.
    pub to_spec: String,
}

/// Why a file cannot be rendered.
#[derive(Clone, Debug)]
pub struct RenderError {
    /// The file.
    pub path: String,
    /// Why not.
    pub message: String,
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for RenderError {}

/// Renders everything.
///
/// # Errors
/// When a template cannot be filled in, which is a bug of stackgen, or the files are too large.
pub fn render(stack: &Stack, place: &Place) -> Result<FileSet, RenderError> {
    let mut engine = Engine::new();
    let mut files = Files::new(&mut engine);
    prometheus::render(stack, &mut files)?;
    part::render(stack, &mut files)?;
    alertmanager::render(stack, &mut files)?;
    grafana::render(stack, &mut files)?;
    runbook::render(stack, &mut files)?;
    if !stack.own_rules.is_empty() {
        files.copy("prometheus/tests/_.yml", "prometheus/tests/own_rules.yml")?;
    }
    stack.files.iter().try_for_each(|file| files.ready(&file.path, &file.text))?;
    files.copy(".gitattributes", ".gitattributes")?;
    // Last: it carries hashes of the others.
    target::compose(stack, place, &mut files)?;
    Ok(files.finish())
}

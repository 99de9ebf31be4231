//! Reading back what was rendered, beside the rendering.

mod cursor;
mod keys;
mod scalar;
mod strict;
#[cfg(test)]
mod tests;

use super::RenderError;
use crate::template::Rendered;
use scalar::{Scalar, is_unmistakable};
use serde::de::IgnoredAny;
use std::panic::resume_unwind;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// A rendered file that has to be read back.
pub(super) struct Claim {
    pub(super) path: String,
    pub(super) content: Content,
}

/// What a rendered file holds.
pub(super) enum Content {
    Yaml(Rendered),
    Json(String),
}

impl Claim {
    /// What is wrong with the file, if anything is.
    fn problem(self) -> Option<RenderError> {
        let read = match &self.content {
            Content::Yaml(rendered) => yaml(rendered),
            Content::Json(text) => json(text),
        };
        read.err().map(|message| RenderError { path: self.path, message })
    }
}

/// Does some work while another thread, if there can be one, reads back what the work sends. When the
/// work is done, its own thread reads what is left as well.
///
/// # Errors
///
/// What the work returns; otherwise the first file, by its path, that does not read back.
pub(super) fn beside<T>(
    work: impl FnOnce(Sender<Claim>) -> Result<T, RenderError>,
) -> Result<T, RenderError> {
    let (sender, receiver) = channel::<Claim>();
    let receiver = Mutex::new(receiver);
    let next = || receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    let read =
        || -> Vec<RenderError> { std::iter::from_fn(next).filter_map(Claim::problem).collect() };
    thread::scope(|scope| {
        // Without another thread, one after the other.
        let reader = thread::Builder::new().spawn_scoped(scope, read);
        let done = work(sender)?;
        let mut problems = read();
        if let Ok(reader) = reader {
            problems.extend(reader.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        problems.into_iter().min_by(|a, b| a.path.cmp(&b.path)).map_or(Ok(done), Err)
    })
}

/// Whether a JSON file parses.
fn json(text: &str) -> Result<(), String> {
    let parsed: Result<IgnoredAny, _> = serde_json::from_str(text);
    parsed.map(drop).map_err(|error| format!("is no JSON: {error}"))
}

/// Whether a YAML file parses, and every value that went in is a scalar of its own again, in the
/// same order. Then no value can have changed the structure: it would have left a scalar out, or
/// split one. A value without quotes must be one that every reader takes for the same.
fn yaml(rendered: &Rendered) -> Result<(), String> {
    let mut wanted = rendered.scalars.iter();
    let mut next = wanted.next();
    let see = |scalar: &Scalar<'_>| {
        if next.is_some_and(|next| *next == scalar.text)
            && (!scalar.plain || is_unmistakable(&scalar.text))
        {
            next = wanted.next();
        }
    };
    strict::read(&rendered.text, see).map_err(|error| format!("is no strict YAML: {error}"))?;
    match next {
        None => Ok(()),
        Some(lost) => Err(format!("the value {lost:?} does not read back")),
    }
}

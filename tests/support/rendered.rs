//! The files of a spec, through the library.

use stackgen::catalog::UserFile;
use stackgen::diag::{Color, report};
use stackgen::output::FileSet;
use stackgen::pipeline::{Input, SpecText, resolve};
use stackgen::render::{Place, render};
use stackgen::stack::Stack;

/// What a spec renders, with integrations of the user's own.
///
/// # Panics
///
/// If it is refused.
#[track_caller]
pub(crate) fn files(text: &str, own: Vec<UserFile>) -> FileSet {
    render(&stack(text, own), &Place { to_spec: "..".to_owned() })
        .expect("an accepted spec renders")
}

/// What a spec resolves to, with integrations of the user's own.
///
/// # Panics
///
/// If it is refused.
#[track_caller]
pub(crate) fn stack(text: &str, own: Vec<UserFile>) -> Stack {
    let spec = SpecText { name: "stack.toml".to_owned(), text: text.to_owned() };
    let resolved = resolve(Input { spec: Some(spec), own, ..Input::default() });
    let said = || report(&resolved.diagnostics, &resolved.sources, Color::Never);
    resolved.accepted().unwrap_or_else(|| panic!("{}", said())).clone()
}

//! The library as a function: text in, files or diagnostics out.

use stackgen::catalog::{UserFile, UserFolder};
use stackgen::diag::{Color, Diagnostic, Severity, report};
use stackgen::output::FileSet;
use stackgen::pipeline::{Input, Resolved, SpecText, named_files, resolve};
use stackgen::render::{Place, render};
use stackgen::stack::{OwnFile, Unread};
use stackgen::value::{OwnPath, Scalar as _};

/// An integration of the user's own that has a setting of every kind.
pub(crate) const KINDS: &str = include_str!("bases/kinds.toml");

/// Resolves a spec that has the integration `kinds` beside it.
pub(crate) fn spec(text: &str) -> Resolved {
    with_own(text, KINDS)
}

/// Resolves a spec with another text for the integration `kinds`.
pub(crate) fn with_own(text: &str, kinds: &str) -> Resolved {
    let own = UserFile {
        templates: vec![],
        folder: UserFolder::Integrations,
        name: "kinds".to_owned(),
        path: "integrations/kinds.toml".to_owned(),
        text: kinds.to_owned(),
    };
    let spec = SpecText { name: "stack.toml".to_owned(), text: text.to_owned() };
    let files = named_files(text).into_iter().map(read).collect();
    resolve(Input { spec: Some(spec), own: vec![own], files, ..Input::default() })
}

/// A rule file of the user's own, which whatever the spec names is a pattern of. So the files of the output
/// have the same names for every text; what names they get is tested in `tests/cli`.
fn read(named: OwnPath) -> (OwnPath, Result<Vec<OwnFile>, Unread>) {
    let path = OwnPath::parse("rules/zzrulefilezz.yml").expect("it is a path");
    let text = "groups: [{name: zzrules, rules: [{record: 'a:up', expr: up}]}]\n".to_owned();
    (named, Ok(vec![OwnFile { path, text }]))
}

/// Resolves a spec that uses an integration of the user's own, which it is beside.
pub(crate) fn of_own(text: &str) -> Resolved {
    with_own("version = 1\npreset = \"standard\"\n[integrations.a]\ntype = \"kinds\"\n", text)
}

/// The files of an accepted spec; nothing if it is refused.
///
/// # Panics
///
/// If the files cannot be rendered, which is a bug whatever the spec says.
#[track_caller]
pub(crate) fn files(resolved: &Resolved) -> Option<FileSet> {
    let stack = resolved.accepted()?;
    match render(stack, &Place { to_spec: "..".to_owned() }) {
        Ok(files) => Some(files),
        Err(error) => panic!("an accepted spec is not rendered: {error}"),
    }
}

/// Whether whatever is wrong is the spec's fault: nobody is told to report a mistake of the
/// catalogue, and no error is shown in one of its files.
///
/// # Errors
///
/// With what a user would read.
pub(crate) fn blames_the_spec(resolved: &Resolved) -> Result<(), String> {
    let ours = |diagnostic: &Diagnostic| {
        let file = diagnostic.labels.first().map(|at| &resolved.sources.get(at.span.source).name);
        let in_ours = file.is_some_and(|name| {
            name.starts_with("<built-in") && !name.starts_with("<built-in stacks/")
        });
        diagnostic.notes.iter().any(|note| note.contains("please report it"))
            || diagnostic.severity == Severity::Error && in_ours
    };
    if resolved.diagnostics.sorted().into_iter().any(ours) {
        Err(format!("the catalogue is blamed for a spec's mistake:\n{}", said(resolved)))
    } else {
        Ok(())
    }
}

/// What a user would read.
pub(crate) fn said(resolved: &Resolved) -> String {
    report(&resolved.diagnostics, &resolved.sources, Color::Never)
}

//! `include`: other applications' files, with variables of their own, below this one's.

use super::codes::COMPOSE_UNKNOWN;
use super::files::{normal, refused};
use super::loader::{Around, Loader};
use super::merge;
use super::variables::Variables;
use crate::diag::{Diagnostic, Span};
use crate::yaml::{Entry, Node, Value};
use std::path::{Path, PathBuf};

/// How deep includes may go.
const DEEPEST: usize = 20;

/// The parts of a file that an include brings.
const PARTS: [&str; 2] = ["services", "networks"];

/// A document over what it includes.
pub(super) fn apply(
    mut document: Node,
    around: Around<'_>,
    loader: &mut Loader<'_>,
) -> Result<Node, Diagnostic> {
    let Value::Map(entries) = &mut document.value else { return Ok(document) };
    let Some(at) = entries.iter().position(|entry| entry.key == "include") else {
        return Ok(document);
    };
    let include = entries.remove(at);
    let mut whole: Option<Node> = None;
    for item in include.node.one_or_more() {
        let Some(mut included) = one(item, around, loader)? else { continue };
        if let Value::Map(entries) = &mut included.value {
            entries.retain(|entry| PARTS.contains(&entry.key.as_str()));
        }
        whole = Some(match whole {
            Some(base) => merge::files(base, included),
            None => included,
        });
    }
    Ok(match whole {
        Some(base) => merge::files(base, document),
        None => document,
    })
}

/// What one item of an include brings. `None` if it lies somewhere else than on this machine.
fn one(
    item: &Node,
    around: Around<'_>,
    loader: &mut Loader<'_>,
) -> Result<Option<Node>, Diagnostic> {
    let paths = item.get("path").unwrap_or(item).one_or_more();
    let texts: Vec<&str> = paths.iter().filter_map(Node::str).collect();
    if texts.is_empty() {
        return Err(refused("an include names a file, or has a `path`", item.span));
    }
    if texts.iter().any(|path| is_remote(path)) {
        let message = "an include lies on another machine and is not looked at";
        let problem = Diagnostic::warning(COMPOSE_UNKNOWN, message).at(item.span, "");
        loader.diagnostics.push(problem.note("its services stay unknown"));
        return Ok(None);
    }
    let files: Vec<PathBuf> = texts.iter().map(|path| normal(&around.folder.join(path))).collect();
    let span = paths.first().map_or(item.span, |path| path.span);
    for (file, text) in files.iter().zip(&texts) {
        if around.trail.contains(file) || around.trail.len() > DEEPEST {
            return Err(refused(format!("{text} includes itself"), span)
                .note(trail(around.trail, file, loader))
                .help("remove one of these includes"));
        }
        if !loader.files.has(file) {
            let name = loader.files.name(file);
            return Err(refused(format!("the included file {name} is not there"), span)
                .help("restore the file, or import without this include"));
        }
    }
    let folder = match item.get_str("project_directory") {
        Some(folder) => normal(&around.folder.join(folder)),
        None => files.first().and_then(|file| file.parent()).unwrap_or(Path::new("")).to_owned(),
    };
    let variables = variables(item, &folder, around, loader)?;
    let inside = Around { folder: &folder, variables: &variables, trail: around.trail };
    loader.application(&files, inside, Some(span)).map(Some)
}

/// The variables of an included file: the outer ones before those of its own file.
fn variables(
    item: &Node,
    folder: &Path,
    around: Around<'_>,
    loader: &mut Loader<'_>,
) -> Result<Variables, Diagnostic> {
    let mut variables = around.variables.clone();
    let usual = folder.join(".env");
    let named: Vec<(PathBuf, Option<Span>)> = if let Some(files) = item.get("env_file") {
        let files = files.one_or_more().iter();
        files.filter_map(|it| Some((around.folder.join(it.str()?), Some(it.span)))).collect()
    } else if loader.files.has(&usual) {
        vec![(usual, None)]
    } else {
        vec![]
    };
    for (file, asked) in named {
        if !loader.files.has(&file) {
            if let Some(span) = asked {
                loader.unknown.env_files.entry(loader.files.name(&file)).or_insert(span);
            }
            continue;
        }
        let (_, found) = loader.variables_of(&file, asked, &variables)?;
        for it in found.iter() {
            variables.add(it.name.clone(), it.value.clone().unwrap_or_default());
        }
    }
    Ok(variables)
}

/// The files that include each other, as a line.
fn trail(trail: &[PathBuf], last: &Path, loader: &Loader<'_>) -> String {
    let names = trail.iter().map(PathBuf::as_path).chain([last]);
    let names: Vec<_> = names.map(|path| loader.files.name(path)).collect();
    names.join(" includes ")
}

fn is_remote(path: &str) -> bool {
    path.contains("://") || path.starts_with("git@") || path.starts_with("oci:")
}

/// The entries of a document's services.
pub(super) fn services(document: &mut Node) -> Option<&mut Vec<Entry>> {
    let Value::Map(entries) = &mut document.value else { return None };
    let services = entries.iter_mut().find(|entry| entry.key == "services")?;
    match &mut services.node.value {
        Value::Map(services) => Some(services),
        _ => None,
    }
}

//! `extends`: a service over another one, of this file or of another.

use super::files::{normal, refused};
use super::include::services;
use super::loader::{Around, Loader};
use super::merge;
use crate::diag::{Diagnostic, Span};
use crate::yaml::{Entry, Node, Value};
use std::path::{Path, PathBuf};

/// How many services may extend each other in a row.
const DEEPEST: usize = 30;

/// A service of a file.
type Place = (PathBuf, String);

/// A document whose services have what they extend.
pub(super) fn apply(
    mut document: Node,
    path: &Path,
    around: Around<'_>,
    loader: &mut Loader<'_>,
) -> Result<Node, Diagnostic> {
    let Some(entries) = services(&mut document) else { return Ok(document) };
    if entries.iter().all(|entry| entry.node.entry("extends").is_none()) {
        return Ok(document);
    }
    let before = entries.clone();
    for entry in entries {
        let mut trail = vec![(path.to_owned(), entry.key.clone())];
        let node = entry.node.clone();
        let file = File { path, services: before.iter().collect(), around };
        entry.node = resolve(node, &file, &mut trail, loader)?;
    }
    Ok(document)
}

/// A file in which services are looked for.
struct File<'a> {
    path: &'a Path,
    services: Vec<&'a Entry>,
    around: Around<'a>,
}

fn resolve(
    mut service: Node,
    file: &File<'_>,
    trail: &mut Vec<Place>,
    loader: &mut Loader<'_>,
) -> Result<Node, Diagnostic> {
    let Value::Map(entries) = &mut service.value else { return Ok(service) };
    let Some(at) = entries.iter().position(|entry| entry.key == "extends") else {
        return Ok(service);
    };
    let extends = entries.remove(at).node;
    let name = extends.get("service").unwrap_or(&extends);
    let Some(base) = name.str().map(str::to_owned) else {
        return Err(refused("`extends` names a service", extends.span)
            .help("write `extends: { service: NAME }`"));
    };
    let base = match extends.get("file") {
        Some(other) if other.str().is_some() => {
            elsewhere(other, &base, name.span, file, trail, loader)?
        }
        _ => {
            let found = file.services.iter().find(|entry| entry.key == base);
            let found = found.ok_or_else(|| missing(&base, name.span))?;
            loader.give(found.node.size(), Some(name.span))?;
            let mut node = found.node.clone();
            step(file.path, &base, name.span, trail)?;
            loader.place(&mut node, file.around);
            resolve(node, file, trail, loader)?
        }
    };
    trail.pop();
    Ok(merge::services(base, service))
}

/// A service of another file.
fn elsewhere(
    other: &Node,
    base: &str,
    span: Span,
    file: &File<'_>,
    trail: &mut Vec<Place>,
    loader: &mut Loader<'_>,
) -> Result<Node, Diagnostic> {
    let path = normal(&file.around.folder.join(other.str().unwrap_or_default()));
    if !loader.files.has(&path) {
        let name = loader.files.name(&path);
        return Err(refused(
            format!("the file {name} is not there, which a service extends"),
            other.span,
        )
        .help("restore the file, or remove `extends`"));
    }
    step(&path, base, span, trail)?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let around = Around { folder: &folder, ..file.around };
    let documents = loader.documents(&path, Some(other.span))?;
    let services = documents.iter().filter_map(|it| it.get("services")).flat_map(Node::entries);
    let all: Vec<&Entry> = services.collect();
    let found = all.iter().find(|entry| entry.key == base);
    let found = found.ok_or_else(|| missing(base, span))?;
    loader.give(found.node.size(), Some(span))?;
    let mut node = found.node.clone();
    loader.place(&mut node, around);
    let file = File { path: &path, services: all, around };
    resolve(node, &file, trail, loader)
}

fn missing(name: &str, span: Span) -> Diagnostic {
    refused(format!("there is no service `{name}` to extend"), span)
}

/// Notes where the search has come to, and refuses to walk in a circle.
fn step(path: &Path, name: &str, span: Span, trail: &mut Vec<Place>) -> Result<(), Diagnostic> {
    let place = (path.to_owned(), name.to_owned());
    if trail.contains(&place) || trail.len() > DEEPEST {
        let names: Vec<_> = trail.iter().map(|(_, name)| format!("`{name}`")).collect();
        return Err(refused(format!("the service `{name}` extends itself"), span)
            .note(format!("{} extends `{name}`", names.join(" extends ")))
            .help("remove one of these `extends`"));
    }
    trail.push(place);
    Ok(())
}

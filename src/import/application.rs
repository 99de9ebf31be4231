//! An application: its project's name, its services with all that files say of them, its networks.

use super::codes::{COMPOSE_REFUSED, COMPOSE_UNKNOWN};
use super::discover;
use super::files::{Files, normal};
use super::interpolate::interpolate;
use super::loader::{Around, Loader};
use super::variables::Variables;
use super::{Disk, Request, project};
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::yaml::{Node, Text};
use std::path::{Path, PathBuf};

/// An application as its files describe it.
pub(super) struct Application {
    /// Its project's name, if that can be known.
    pub(super) project: Option<String>,
    /// All files as one.
    pub(super) tree: Node,
    /// The variables that its files may use.
    pub(super) variables: Variables,
}

/// Finds and reads an application. `None` if there is none, or if that fails; then the reason is in `diagnostics`.
pub(super) fn read<'a>(
    request: &Request,
    disk: &'a dyn Disk,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
) -> Option<(Application, Loader<'a>)> {
    let mut loader = Loader::new(Files::new(disk, &request.folder), sources, diagnostics);
    match application(request, &mut loader) {
        Ok(application) => Some((application?, loader)),
        Err(problem) => {
            loader.diagnostics.push(problem);
            None
        }
    }
}

fn application(
    request: &Request,
    loader: &mut Loader<'_>,
) -> Result<Option<Application>, Diagnostic> {
    let mut variables = Variables::new(request.variables.clone());
    let start = match request.files.first() {
        Some(file) => folder_of(&request.folder.join(file)),
        None => normal(&request.folder),
    };
    let mut has_dotenv = dotenv(&start, &mut variables, loader)?;
    let files = discover::files(request, &variables, &loader.files, loader.diagnostics);
    let Some(folder) = files.first().map(|file| folder_of(file)) else { return Ok(None) };
    if folder != start {
        has_dotenv |= dotenv(&folder, &mut variables, loader)?;
    }
    loader.has_dotenv = has_dotenv;
    let project = name(&files, &folder, &variables, loader)?;
    if let Some(project) = &project {
        variables.set("COMPOSE_PROJECT_NAME", project.clone());
    }
    let around = Around { folder: &folder, variables: &variables, trail: &[] };
    let tree = loader.application(&files, around, None)?;
    Ok(Some(Application { project, tree, variables }))
}

fn folder_of(file: &Path) -> PathBuf {
    normal(file.parent().unwrap_or(Path::new("")))
}

/// Takes the variables of a folder's `.env`, and says whether there is one.
fn dotenv(
    folder: &Path,
    variables: &mut Variables,
    loader: &mut Loader<'_>,
) -> Result<bool, Diagnostic> {
    let path = folder.join(".env");
    if !loader.files.has(&path) {
        return Ok(false);
    }
    let (_, found) = loader.variables_of(&path, None, variables)?;
    for it in found.iter() {
        if let Some(value) = &it.value {
            variables.add(it.name.clone(), value.clone());
        }
    }
    Ok(true)
}

/// The project's name: from the variable, from the files, or from the folder.
fn name(
    files: &[PathBuf],
    folder: &Path,
    variables: &Variables,
    loader: &mut Loader<'_>,
) -> Result<Option<String>, Diagnostic> {
    if let Some(name) = variables.filled("COMPOSE_PROJECT_NAME") {
        return Ok(Some(project::normalized(name)).filter(|name| !name.is_empty()));
    }
    let mut given: Option<(String, Span)> = None;
    for file in files {
        for document in loader.documents(&normal(file), None)?.iter() {
            let named = document.get("name").and_then(|it| Some((it.str()?.to_owned(), it.span)));
            given = named.or(given);
        }
    }
    if let Some((raw, span)) = given {
        let found = interpolate(&raw, &|name| variables.lookup(name));
        let text = Text { text: found.text, raw: None };
        if text.known().is_some_and(str::is_empty) {
            return Ok(of_folder(folder, loader));
        }
        return Ok(given_name(&text, span, loader));
    }
    Ok(of_folder(folder, loader))
}

fn given_name(text: &Text, span: Span, loader: &mut Loader<'_>) -> Option<String> {
    let Some(name) = text.known() else {
        let message = "a variable without a value decides the project's name";
        let problem = Diagnostic::warning(COMPOSE_UNKNOWN, message).at(span, "");
        loader.diagnostics.push(problem.note("the names of its networks depend on it"));
        return None;
    };
    if project::is_valid(name) {
        return Some(name.to_owned());
    }
    let message = "this is not a name that Compose takes for a project";
    let problem = Diagnostic::warning(COMPOSE_REFUSED, message).at(span, "");
    loader.diagnostics.push(problem.help(
        "use lower-case letters, digits, `-` and `_` only, with a letter or a digit in front",
    ));
    Some(project::normalized(name)).filter(|name| !name.is_empty())
}

fn of_folder(folder: &Path, loader: &mut Loader<'_>) -> Option<String> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = project::normalized(&name.unwrap_or_default());
    if !name.is_empty() {
        return Some(name);
    }
    let message = "the folder's name gives no name for the Compose project";
    let problem = Diagnostic::warning(COMPOSE_UNKNOWN, message);
    loader.diagnostics.push(problem.help("write `name: NAME` at the top of the Compose file"));
    None
}

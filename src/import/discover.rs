//! Which files an application consists of, as Compose finds them.

use super::Request;
use super::codes::COMPOSE_UNKNOWN;
use super::files::Files;
use super::variables::Variables;
use crate::diag::{Diagnostic, Diagnostics};
use std::path::{Path, PathBuf};

/// The names that Compose looks for, the first that is there wins.
const NAMES: [&str; 4] =
    ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// The overrides that Compose looks for beside that one.
const OVERRIDES: [&str; 4] = [
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
];

/// The files of the application; none if none is named and none is found.
pub(super) fn files(
    request: &Request,
    variables: &Variables,
    files: &Files<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<PathBuf> {
    if !request.files.is_empty() {
        return request.files.iter().map(|file| request.folder.join(file)).collect();
    }
    if let Some(named) = variables.filled("COMPOSE_FILE") {
        let usual = if cfg!(windows) { ";" } else { ":" };
        let separator = variables.filled("COMPOSE_PATH_SEPARATOR").unwrap_or(usual);
        let named = named.split(separator).filter(|part| !part.is_empty());
        return named.map(|file| request.folder.join(file)).collect();
    }
    for folder in request.folder.ancestors() {
        if let Some(found) = first(&NAMES, folder, files) {
            warn_of_others(&found, folder, files, diagnostics);
            let more = first(&OVERRIDES, folder, files);
            return [found].into_iter().chain(more).collect();
        }
    }
    vec![]
}

/// Says which files are there that Compose does not read.
fn warn_of_others(found: &Path, folder: &Path, files: &Files<'_>, diagnostics: &mut Diagnostics) {
    let others = NAMES.iter().map(|name| folder.join(name)).filter(|path| path != found);
    for other in others.filter(|path| files.has(path)) {
        let (other, found) = (files.name(&other), files.name(found));
        let message = format!("{other} is not read, because {found} is there");
        diagnostics.push(
            Diagnostic::warning(COMPOSE_UNKNOWN, message)
                .note("Compose reads only the first of these names that it finds")
                .help("to import the other file, name it"),
        );
    }
}

fn first(names: &[&str], folder: &Path, files: &Files<'_>) -> Option<PathBuf> {
    names.iter().map(|name| folder.join(name)).find(|path| files.has(path))
}

//! The user's own files that a spec names.

use crate::folder::{Budget, Folder, Unreadable};
use crate::pipeline::named_files;
use crate::stack::{OwnFile, OwnFiles, Unread};
use crate::value::{OwnPath, Scalar as _};
use std::io;
use std::path::Path;

/// Reads them. What cannot be read is said where the spec names it, when the spec is resolved.
pub(super) fn read(spec: &str, folder: &Path, budget: &mut Budget) -> OwnFiles {
    let read = |path: OwnPath| {
        let found = files(&path, folder, budget);
        (path, found)
    };
    named_files(spec).into_iter().map(read).collect()
}

/// What one path or pattern names, sorted by path.
fn files(pattern: &OwnPath, folder: &Path, budget: &mut Budget) -> Result<Vec<OwnFile>, Unread> {
    let failed = |why: Unreadable| unread(pattern.as_str(), &why);
    let folder = Folder::open(folder).map_err(|error| failed(error.into()))?;
    if !pattern.is_pattern() {
        return Ok(vec![file(pattern.clone(), &folder, budget)?]);
    }
    let inner = if pattern.folder().is_empty() { "." } else { pattern.folder() };
    let nothing = || unread(inner, &Unreadable::Io(io::ErrorKind::NotFound.into()));
    let inner = folder.folder(inner).map_err(failed)?.ok_or_else(nothing)?;
    let mut names = Vec::new();
    for entry in inner.entries().map_err(|error| failed(error.into()))? {
        let entry = entry.map_err(|error| failed(error.into()))?;
        if !entry.is_folder && pattern.names(&entry.name) {
            names.push(entry.name);
        }
    }
    names.sort();
    if names.is_empty() {
        return Err(Unread {
            reason: format!("`{pattern}` matches no file"),
            help: Some("remove it, or correct it: what it was for would be missing".to_owned()),
        });
    }
    let path = |name: &str| match pattern.folder() {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    let of_name = |name: String| {
        let path = OwnPath::parse(&path(&name)).map_err(|invalid| Unread {
            reason: format!("the name of `{}` {}", path(&name), invalid.reason),
            help: Some("rename the file".to_owned()),
        });
        file(path?, &folder, budget)
    };
    names.into_iter().map(of_name).collect()
}

fn file(path: OwnPath, folder: &Folder, budget: &mut Budget) -> Result<OwnFile, Unread> {
    let bytes = folder.read(path.as_str(), budget).map_err(|why| unread(path.as_str(), &why))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = String::from_utf8_lossy(&error.as_bytes()[..at]).matches('\n').count() + 1;
        let reason = format!("`{path}` is not UTF-8: byte {at}, in line {line}");
        Unread { reason, help: Some("save it as UTF-8 in your editor".to_owned()) }
    })?;
    Ok(OwnFile { path, text })
}

fn unread(path: &str, why: &Unreadable) -> Unread {
    let (reason, help) = match why {
        Unreadable::Io(error) if error.kind() == io::ErrorKind::NotFound => {
            (format!("`{path}` is not there"), Some("paths are relative to the spec's folder"))
        }
        Unreadable::Io(error) => (format!("cannot read `{path}`: {error}"), None),
        Unreadable::Outside => (
            format!("`{path}` is a link that leads out of the spec's folder"),
            Some("put the file itself there; only links within the folder are followed"),
        ),
        Unreadable::IsFolder => {
            (format!("`{path}` is a folder"), Some("name its files: \"FOLDER/*.yml\""))
        }
        Unreadable::NotAFile => (format!("`{path}` is not a file"), None),
        Unreadable::TooLong { most } => (
            format!(
                "`{path}` is too large: a spec has at most {} MiB, with all its files",
                most >> 20
            ),
            None,
        ),
    };
    Unread { reason, help: help.map(str::to_owned) }
}

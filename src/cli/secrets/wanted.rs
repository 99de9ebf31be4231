//! The secret files of a stack that has just been written down.

use super::git;
use crate::folder::{Folder, Unreadable};
use crate::stack::Stack;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// The lines that a `.gitignore` beside the spec needs, so that git takes no secret file.
pub(in crate::cli) fn unignored(stack: &Stack, spec_folder: &Path) -> Vec<String> {
    let list = spec_folder.join(".gitignore");
    let files = stack.services.iter().flat_map(|service| &service.secrets);
    let paths: BTreeSet<String> = files.map(|file| file.path.to_string()).collect();
    let folders: BTreeSet<String> = paths
        .iter()
        .filter(|path| !path.starts_with('/') && !path.starts_with(".."))
        .map(|path| match path.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => format!("/{path}"),
        })
        .collect();
    let listed = |line: &String| git::lists(&list, line.trim_matches('/'));
    folders.into_iter().filter(|line| !listed(line)).collect()
}

/// Makes the folders of the secret files, which only their owner may enter, as far as they lie in the spec's.
///
/// # Errors
/// When the disk does not let us: which folder it is, and why.
pub(in crate::cli) fn folders(
    stack: &Stack,
    spec_folder: &Folder,
) -> Result<(), (String, io::Error)> {
    let files = stack.services.iter().flat_map(|service| &service.secrets);
    let paths: BTreeSet<String> = files.map(|file| file.path.to_string()).collect();
    for path in paths.iter().filter(|path| !path.starts_with('/') && !path.starts_with("..")) {
        let Some((folder, _)) = path.rsplit_once('/') else { continue };
        // What is not a folder of ours is told where the files are asked for.
        if let Err(Unreadable::Io(error)) = spec_folder.make(Path::new(folder), 0o700) {
            let error = match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    io::Error::other("it is a file, and the secrets need a folder of this name")
                }
                _ => error,
            };
            return Err((folder.to_owned(), error));
        }
    }
    Ok(())
}

//! The rendered files, if there are any: who may read them, and what else lies among them.

use super::super::foreign::Foreign;
use super::super::place;
use super::secret_files::may_read;
use crate::doctor::{Rendered, UnreadableFile};
use crate::output::FileSet;
use crate::stack::{Service, Stack};
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// Looks at the output folder; nothing is said of one that is not there. `users` and `mapped` are as for
/// the files of secrets.
pub(super) fn look(
    stack: &Stack,
    dir: &Path,
    files: &FileSet,
    users: bool,
    mapped: bool,
) -> Option<Rendered> {
    if !dir.is_dir() {
        return None;
    }
    let foreign = Foreign::find_in(dir, stack, files).unwrap_or_default();
    let foreign = foreign.files().iter().map(|file| (file.path.clone(), file.service.clone()));
    let mut rendered =
        Rendered { folder: place::folder(dir), foreign: foreign.collect(), unreadable: vec![] };
    for service in stack.services.iter().filter(|_| users) {
        let mapped = mapped && !service.host.users;
        for mount in &service.mounts {
            walk(dir, &mount.folder, service, mapped, &mut rendered.unreadable);
        }
    }
    Some(rendered)
}

/// Everything below a folder that a service may not read. In a folder that it may not enter, nothing
/// else counts.
fn walk(dir: &Path, path: &str, service: &Service, mapped: bool, found: &mut Vec<UnreadableFile>) {
    let at = dir.join(path);
    let Ok(metadata) = fs::symlink_metadata(&at) else { return };
    let (mode, owner) = (metadata.mode() & 0o7777, (metadata.uid(), metadata.gid()));
    let reads = may_read(mode, owner, &service.user, mapped);
    // To enter a folder is the bit behind the one for reading.
    let enters = metadata.is_dir() && may_read(mode << 2, owner, &service.user, mapped);
    if !reads || metadata.is_dir() && !enters {
        found.push(UnreadableFile {
            service: service.name.clone(),
            user: service.user.clone(),
            path: path.to_owned(),
            mode: format!("{mode:04o}"),
        });
        return;
    }
    if !metadata.is_dir() {
        return;
    }
    let entries = fs::read_dir(&at).into_iter().flatten().flatten();
    let mut names: Vec<_> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    for name in names {
        walk(dir, &format!("{path}/{name}"), service, mapped, found);
    }
}

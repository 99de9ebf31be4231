//! The files of secrets. Only who may read them is looked at, never what is in them.

use crate::doctor::{SecretFault, SecretState};
use crate::stack::Stack;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;

/// Looks at the files of secrets: whether they are there, and if `users` says that this machine's users
/// are those of containers, whether each service may read its own. With `mapped`, users of containers
/// are nobody here.
pub(super) fn look(stack: &Stack, folder: &Path, users: bool, mapped: bool) -> Vec<SecretState> {
    let mut states = Vec::new();
    for service in &stack.services {
        for secret in &service.secrets {
            let file = folder.join(secret.path.as_str());
            let fault = match fs::metadata(&file) {
                Ok(metadata) => {
                    fault(&metadata, &service.user, users, mapped && !service.host_users)
                }
                Err(error) if error.kind() == ErrorKind::NotFound => Some(SecretFault::Missing),
                Err(error) => Some(SecretFault::Hidden(error.to_string())),
            };
            let path = secret.path.to_string();
            states.push(SecretState { service: service.name.clone(), path, fault });
        }
    }
    states
}

fn fault(metadata: &Metadata, user: &str, users: bool, mapped: bool) -> Option<SecretFault> {
    if !metadata.is_file() {
        return Some(SecretFault::NoFile);
    }
    if metadata.len() == 0 {
        return Some(SecretFault::Empty);
    }
    if users { unreadable(metadata, user, mapped) } else { None }
}

#[cfg(unix)]
fn unreadable(metadata: &Metadata, user: &str, mapped: bool) -> Option<SecretFault> {
    use std::os::unix::fs::MetadataExt as _;
    let (mode, uid, gid) = (metadata.mode() & 0o7777, metadata.uid(), metadata.gid());
    if may_read(mode, (uid, gid), user, mapped) {
        return None;
    }
    let (mode, owner) = (format!("{mode:04o}"), format!("{uid}:{gid}"));
    Some(SecretFault::Unreadable { user: user.to_owned(), mode, owner })
}

#[cfg(not(unix))]
fn unreadable(_: &Metadata, _: &str, _: bool) -> Option<SecretFault> {
    None
}

/// Whether a container's user, `472:0`, may read a file. Root has none of its powers there.
#[cfg(unix)]
pub(super) fn may_read(mode: u32, (uid, gid): (u32, u32), user: &str, mapped: bool) -> bool {
    let mut ids = user.split(':').map(|id| id.parse::<u32>().ok());
    let (user, group) = (ids.next().flatten(), ids.next().flatten());
    if !mapped && user == Some(uid) {
        mode & 0o400 != 0
    } else if !mapped && group == Some(gid) {
        mode & 0o040 != 0
    } else {
        mode & 0o004 != 0
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::may_read;

    #[test]
    fn who_may_read() {
        for (mode, owner, user, mapped, expected) in [
            (0o444, (0, 0), "65534:65534", false, true),
            (0o600, (0, 0), "65534:65534", false, false),
            (0o640, (0, 0), "472:0", false, true),
            (0o640, (0, 0), "472:0", true, false),
            (0o400, (472, 472), "472:0", false, true),
            // The owner's bits count for the owner, even where all others may read.
            (0o044, (472, 472), "472:0", false, false),
            // Root without its capabilities is a user like others.
            (0o600, (1000, 1000), "0:0", false, false),
            (0o600, (0, 0), "0:0", false, true),
        ] {
            assert_eq!(may_read(mode, owner, user, mapped), expected, "{mode:o} {owner:?} {user}");
        }
    }
}

//! The files of secrets. Who may read them is looked at, and whether there is anything in them; what is in
//! them is shown nowhere.

use crate::cli::secrets::{Git, ask_git, has_no_secret};
use crate::doctor::{SecretConcern, SecretFault, SecretState};
use crate::stack::Stack;
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;

/// Whose users own the files of this machine.
#[derive(Clone, Copy)]
pub(super) struct Users {
    /// Whether this machine's users are those of containers.
    pub(super) shared: bool,
    /// Whether users of containers are nobody here.
    pub(super) mapped: bool,
}

/// Looks at the files of secrets: whether they are there, whether each service may read its own, whether its
/// container has them as they are now (`held`, by service), and what git does with them.
pub(super) fn look(
    stack: &Stack,
    folder: &Path,
    users: Users,
    held: &BTreeMap<String, bool>,
) -> Vec<SecretState> {
    let mut states = Vec::new();
    for service in &stack.services {
        for secret in &service.secrets {
            let file = folder.join(secret.path.as_str());
            let mapped = users.mapped && !service.host.users;
            let fault = match fs::metadata(&file) {
                Ok(metadata) => fault(&file, &metadata, &service.user, users.shared, mapped),
                Err(error) if error.kind() == ErrorKind::NotFound && secret.generated => {
                    Some(SecretFault::NotMade)
                }
                Err(error) if error.kind() == ErrorKind::NotFound => Some(SecretFault::Missing),
                Err(error) => Some(SecretFault::Hidden(error.to_string())),
            };
            let mut concerns = Vec::new();
            if held.get(service.name.as_str()) == Some(&false) {
                concerns.push(SecretConcern::Outdated);
            }
            match ask_git(&file) {
                Git::Takes => concerns.push(SecretConcern::NotIgnored),
                Git::Has => concerns.push(SecretConcern::Tracked),
                Git::Absent | Git::Ignores => {}
            }
            let path = secret.path.to_string();
            states.push(SecretState { service: service.name.clone(), path, fault, concerns });
        }
    }
    states
}

fn fault(
    file: &Path,
    metadata: &Metadata,
    user: &str,
    users: bool,
    mapped: bool,
) -> Option<SecretFault> {
    if !metadata.is_file() {
        return Some(SecretFault::NoFile);
    }
    if has_no_secret(file) {
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

//! Making a secret file where any secret will do.

use super::Needed;
use super::git::{self, Git};
use crate::cli::shell::shown;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown,
};
use std::path::Path;

/// The length of a generated password, of 62 letters and digits each: 190 bits.
const LENGTH: usize = 32;

/// Whether a secret file could be made, as far as that can be known without trying.
///
/// # Errors
/// What is in the way, and what to do.
pub(super) fn foresee(needed: &Needed<'_>) -> io::Result<()> {
    let folder = folder_of(needed);
    match fs::metadata(folder) {
        Ok(found) if !found.is_dir() => {
            let why = format!("{} is not a folder", shown(folder));
            Err(io::Error::new(io::ErrorKind::NotADirectory, why))
        }
        Ok(found) if found.mode() & 0o077 != 0 && !we_are_root() => Err(open_folder(folder)),
        _ => Ok(()),
    }
}

/// Makes a secret file that the service can read and nobody else on this machine: owned by the service's
/// user, where we may give files away; else readable for all, in a folder that only we can enter. `secrets`
/// are the paths of all secret files of the stack.
pub(super) fn make(
    needed: &Needed<'_>,
    secrets: &BTreeSet<&Path>,
    spec_folder: &Path,
) -> io::Result<()> {
    foresee(needed)?;
    let folder = folder_of(needed);
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    keep_out_of_git(folder, &needed.path, secrets, spec_folder)?;
    let draft = folder.join(format!(".{}.new", needed.file.name));
    let _ = fs::remove_file(&draft);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(password()?.as_bytes())?;
    file.sync_all()?;
    let (user, group) = needed.user;
    if chown(&draft, Some(user), Some(group)).is_ok() {
        fs::set_permissions(&draft, fs::Permissions::from_mode(0o400))?;
    } else {
        if fs::metadata(folder)?.mode() & 0o077 != 0 {
            fs::remove_file(&draft)?;
            return Err(open_folder(folder));
        }
        fs::set_permissions(&draft, fs::Permissions::from_mode(0o444))?;
    }
    fs::rename(draft, &needed.path)
}

fn folder_of<'n>(needed: &'n Needed<'_>) -> &'n Path {
    needed.path.parent().unwrap_or(Path::new("/"))
}

fn open_folder(folder: &Path) -> io::Error {
    let folder = shown(folder);
    let why = format!("others may enter {folder}, and would read it: chmod 700 {folder}");
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}

/// Whether a file of ours is root's.
fn we_are_root() -> bool {
    tempfile::tempfile().and_then(|file| file.metadata()).is_ok_and(|found| found.uid() == 0)
}

/// Keeps a secret file out of git, if git does not ignore it yet: by a `.gitignore` of ours beside it. What
/// the user wrote is never changed, and nothing is written where the spec lies.
fn keep_out_of_git(
    folder: &Path,
    path: &Path,
    secrets: &BTreeSet<&Path>,
    spec_folder: &Path,
) -> io::Result<()> {
    let list = folder.join(".gitignore");
    if list.exists() || spec_folder.starts_with(folder) || git::ask(path) == Git::Ignores {
        return Ok(());
    }
    let here: BTreeSet<&OsStr> = secrets
        .iter()
        .filter(|secret| secret.parent() == Some(folder))
        .filter_map(|secret| secret.file_name())
        .collect();
    let others = |name: &OsString| !here.contains(name.as_os_str());
    let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name()));
    let mixed = names.collect::<io::Result<Vec<_>>>()?.iter().any(others);
    let mut text = "# Written by stackgen: secrets stay out of git.\n".to_owned();
    if mixed {
        let lines = here.iter().map(|name| format!("/{}\n", name.to_string_lossy()));
        text.extend(lines);
    } else {
        text.push_str("*\n");
    }
    fs::write(list, text)
}

/// A password that nobody can guess.
fn password() -> io::Result<String> {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut source = File::open("/dev/urandom")?;
    let mut password = String::with_capacity(LENGTH);
    while password.len() < LENGTH {
        let mut byte = [0];
        source.read_exact(&mut byte)?;
        // Six bits; the two values that have no letter are drawn again, so that all are as likely.
        if let Some(letter) = LETTERS.get(usize::from(byte[0] & 63)) {
            password.push(char::from(*letter));
        }
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_differ() {
        let (one, other) = (password().unwrap(), password().unwrap());
        assert_eq!(one.len(), LENGTH);
        assert!(one.chars().all(|c| c.is_ascii_alphanumeric()));
        assert_ne!(one, other);
    }

    /// The `.gitignore` of a folder with these files, in which `secrets/a` is to be made.
    fn ignored(files: &[(&str, &str)]) -> String {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("secrets");
        fs::create_dir(&folder).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        let (a, b) = (folder.join("a"), folder.join("b"));
        let secrets = BTreeSet::from([a.as_path(), b.as_path()]);
        keep_out_of_git(&folder, &a, &secrets, place.path()).unwrap();
        fs::read_to_string(folder.join(".gitignore")).unwrap_or_default()
    }

    #[test]
    fn a_folder_of_secrets_is_ignored_whole_and_a_mixed_one_by_names() {
        let head = "# Written by stackgen: secrets stay out of git.\n";
        assert_eq!(ignored(&[]), format!("{head}*\n"));
        assert_eq!(ignored(&[("b", "x")]), format!("{head}*\n"));
        assert_eq!(ignored(&[("b", "x"), ("app.conf", "")]), format!("{head}/a\n/b\n"));
        assert_eq!(ignored(&[(".gitignore", "# mine\n")]), "# mine\n");
    }

    #[test]
    fn nothing_is_written_beside_the_spec() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a");
        let secrets = BTreeSet::from([file.as_path()]);
        keep_out_of_git(place.path(), &file, &secrets, place.path()).unwrap();
        assert!(!place.path().join(".gitignore").exists());
    }
}

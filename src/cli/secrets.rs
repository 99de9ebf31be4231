//! The secret files that a stack needs: made where any secret will do, asked for where not.

use super::exit::Exit;
use super::place::from_here;
use crate::docker::Project;
use crate::stack::{SecretFile, Service};
use crate::ui::Screen;
use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown,
};
use std::path::{Path, PathBuf};

/// The length of a generated password, of 62 letters and digits each: 190 bits.
const LENGTH: usize = 32;

/// A secret file and who reads it.
struct Needed<'s> {
    file: &'s SecretFile,
    path: PathBuf,
    /// The numbers of the user and the group that the reading service runs as.
    user: (u32, u32),
    service: &'s str,
}

/// What became of the secret files.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// Those that were made just now, as the spec names them.
    pub(super) made: Vec<String>,
}

/// Sees to it that every secret file is there and can be read by who needs it: makes what can be made,
/// if `make`, and says what the user has to supply.
///
/// # Errors
/// When one is missing or cannot be read; that is said then, with the commands that help.
pub(super) fn provide(project: &Project<'_>, make: bool, screen: &Screen) -> Result<Secrets, Exit> {
    let mut secrets = Secrets::default();
    let (mut missing, mut unreadable) = (Vec::new(), Vec::new());
    for needed in needed(project) {
        let name = needed.file.path.to_string();
        match fs::metadata(&needed.path) {
            Ok(found) if found.is_file() && readable(&found, needed.user) => {}
            Ok(found) if found.is_file() => unreadable.push((name, needed)),
            Ok(_) => {
                screen.failed(&format!(
                    "{name} is no file, but {} needs a secret in it",
                    needed.service
                ));
                return Err(Exit::Failed);
            }
            Err(_) if needed.file.generated && !make => secrets.made.push(name),
            Err(error) if error.kind() == io::ErrorKind::NotFound && needed.file.generated => {
                generate(&needed).map_err(|error| {
                    screen.failed(&format!("cannot make {name}: {error}"));
                    Exit::Failed
                })?;
                secrets.made.push(name);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push((name, needed)),
            Err(error) => {
                screen.failed(&format!("cannot look at {name}: {error}"));
                return Err(Exit::Failed);
            }
        }
    }
    if missing.is_empty() && unreadable.is_empty() {
        return Ok(secrets);
    }
    for (name, needed) in &missing {
        screen.failed(&format!(
            "{} needs the secret file {name}, which is not there",
            needed.service
        ));
    }
    if !missing.is_empty() {
        screen.hint("create each like this: paste the secret, press Enter, then Ctrl-D");
        for (_, needed) in &missing {
            screen.note(&format!("  {}", creation(&from_here(&needed.path))));
        }
    }
    for (name, needed) in &unreadable {
        let (user, _) = needed.user;
        screen.failed(&format!("{} runs as user {user}, who cannot read {name}", needed.service));
        screen.hint(&format!(
            "keep it readable for all in a folder that only you can enter: chmod 444 {0} && chmod 700 {1}",
            quoted(&from_here(&needed.path)),
            quoted(&from_here(needed.path.parent().unwrap_or(Path::new("/")))),
        ));
    }
    screen.note("nothing was started");
    Err(Exit::Failed)
}

/// The command that creates a secret file. It reads standard input, so that the secret is in no history
/// of a shell and in no list of processes.
fn creation(path: &Path) -> String {
    let folder = path.parent().unwrap_or(Path::new("/"));
    format!("mkdir -p -m 700 {} && install -m 444 /dev/stdin {}", quoted(folder), quoted(path))
}

/// As a shell takes it for one word.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// Every secret file once, by path.
fn needed<'s>(project: &Project<'s>) -> Vec<Needed<'s>> {
    let mut all = BTreeMap::new();
    for service in &project.stack.services {
        for file in &service.secrets {
            let path = project.secret(file);
            let (user, service) = (numbers(service), service.name.as_str());
            all.entry(path.clone()).or_insert(Needed { file, path, user, service });
        }
    }
    all.into_values().collect()
}

/// The user and the group of a service: `472:0`. Both are numbers, in the catalogue and so in the stack.
fn numbers(service: &Service) -> (u32, u32) {
    let (user, group) = service.user.split_once(':').unwrap_or((&service.user, ""));
    let user = user.parse().unwrap_or_default();
    (user, group.parse().unwrap_or(user))
}

fn readable(found: &fs::Metadata, (user, group): (u32, u32)) -> bool {
    let mode = found.mode();
    // Without capabilities, root is an ordinary user.
    (found.uid() == user && mode & 0o400 != 0)
        || (found.uid() != user && found.gid() == group && mode & 0o040 != 0)
        || (found.uid() != user && found.gid() != group && mode & 0o004 != 0)
}

/// Makes a secret file that the service can read and nobody else on this machine: owned by the service's
/// user, where we may give files away; else readable for all, in a folder that only we can enter.
fn generate(needed: &Needed<'_>) -> io::Result<()> {
    let folder = needed.path.parent().unwrap_or(Path::new("/"));
    let new = !folder.exists();
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    ignore_in_git(folder, &needed.path, new)?;
    let draft = folder.join(format!(".{}.new", needed.file.name));
    let _ = fs::remove_file(&draft);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(password()?.as_bytes())?;
    file.sync_all()?;
    let (user, group) = needed.user;
    if chown(&draft, Some(user), Some(group)).is_ok() {
        fs::set_permissions(&draft, fs::Permissions::from_mode(0o400))?;
    } else {
        let others = fs::metadata(folder)?.mode() & 0o077;
        if others != 0 {
            fs::remove_file(&draft)?;
            let why = format!(
                "others may enter {}, and would read it: chmod 700 {}",
                from_here(folder).display(),
                quoted(&from_here(folder))
            );
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
        }
        fs::set_permissions(&draft, fs::Permissions::from_mode(0o444))?;
    }
    fs::rename(draft, &needed.path)
}

/// Keeps a secret file out of git, and in a folder of stackgen's own, everything.
fn ignore_in_git(folder: &Path, path: &Path, own: bool) -> io::Result<()> {
    let list = folder.join(".gitignore");
    if own {
        return fs::write(list, "# Secrets, made or asked for by stackgen.\n*\n");
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let known = fs::read_to_string(&list).unwrap_or_default();
    let line = format!("/{name}");
    if known.lines().any(|known| known == "*" || known == line) {
        return Ok(());
    }
    let gap = if known.is_empty() || known.ends_with('\n') { "" } else { "\n" };
    let mut list = OpenOptions::new().create(true).append(true).open(list)?;
    writeln!(list, "{gap}{line}")
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

    #[test]
    fn paths_are_one_word_for_a_shell() {
        assert_eq!(quoted(Path::new("/a/b-c.d")), "/a/b-c.d");
        assert_eq!(quoted(Path::new("/a b/it's")), r"'/a b/it'\''s'");
    }
}

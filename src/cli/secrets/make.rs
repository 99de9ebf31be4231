//! Making a secret file where any secret will do.

use super::Needed;
use super::git::{self, Git};
use crate::cli::shell::shown;
use crate::folder::{Folder, Unreadable};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
use std::path::Path;

/// The length of a generated password, of 62 letters and digits each: 190 bits.
const LENGTH: usize = 32;

/// Whether a secret file could be made, as far as that can be known without trying.
///
/// # Errors
/// What is in the way, and what to do.
pub(super) fn foresee(needed: &Needed<'_>, spec_folder: &Path) -> io::Result<()> {
    let (folder, _) = place(needed, spec_folder)?;
    let spec = Folder::open(spec_folder)?;
    nobody_else_writes(&spec, spec_folder)?;
    match spec.folder(folder) {
        Ok(None) => Ok(()),
        Ok(Some(open)) => only_ours(&open, folder_of(needed)),
        Err(Unreadable::Outside) => Err(outside()),
        Err(Unreadable::Io(error)) if error.kind() == io::ErrorKind::NotADirectory => {
            let why = format!("{} is not a folder", shown(folder_of(needed)));
            Err(io::Error::new(io::ErrorKind::NotADirectory, why))
        }
        Err(why) => Err(why.into()),
    }
}

/// Makes a secret file that the service can read and nobody else on this machine: owned by the service's
/// user, where we may give files away; else readable for all, in a folder that only we can enter. `secrets`
/// are the paths of all secret files of the stack.
///
/// Root does this in folders of other users, who may race with it. So it goes by open folders and files, not
/// by paths: nothing outside of the spec's folder is written, and nothing is given away but the new file.
pub(super) fn make(
    needed: &Needed<'_>,
    secrets: &BTreeSet<&Path>,
    spec_folder: &Path,
) -> io::Result<()> {
    foresee(needed, spec_folder)?;
    let (folder, name) = place(needed, spec_folder)?;
    let folder = Folder::open(spec_folder)?.make(folder, 0o700)?;
    only_ours(&folder, folder_of(needed))?;
    keep_out_of_git(&folder, &needed.path, secrets, spec_folder)?;
    let draft = format!(".{name}.new");
    folder.remove(&draft)?;
    let mut file = folder.new_file(&draft, 0o600)?;
    file.write_all(password()?.as_bytes())?;
    let (user, group) = needed.user;
    let mode = if fchown(&file, Some(user), Some(group)).is_ok() { 0o400 } else { 0o444 };
    file.set_permissions(fs::Permissions::from_mode(mode))?;
    file.sync_all()?;
    folder.rename(&draft, name)
}

/// The folder of a secret file in the spec's, and the file's name.
fn place<'n>(needed: &'n Needed<'_>, spec_folder: &Path) -> io::Result<(&'n Path, &'n str)> {
    let inside = needed.path.strip_prefix(spec_folder).map_err(|_| outside())?;
    let name = inside.file_name().and_then(OsStr::to_str).ok_or_else(outside)?;
    Ok((inside.parent().unwrap_or(Path::new("")), name))
}

fn outside() -> io::Error {
    let why = "stackgen creates secret files only in the spec's folder; create it yourself";
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}

fn folder_of<'n>(needed: &'n Needed<'_>) -> &'n Path {
    needed.path.parent().unwrap_or(Path::new("/"))
}

/// Whoever may write to a folder can put another file or folder in the place of any in it.
fn nobody_else_writes(folder: &Folder, path: &Path) -> io::Result<()> {
    if folder.mode()? & 0o002 == 0 {
        return Ok(());
    }
    let path = shown(path);
    let why = format!("others may write to {path}: chmod o-w {path}");
    Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
}

/// Refuses a folder in which others could replace a secret, or read one that we cannot give away.
fn only_ours(folder: &Folder, path: &Path) -> io::Result<()> {
    let others = if we_are_root() { 0o022 } else { 0o077 };
    if folder.mode()? & others == 0 {
        return Ok(());
    }
    let path = shown(path);
    let why = format!("others may enter {path}, and would read it: chmod 700 {path}");
    Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
}

/// Whether a file of ours is root's.
fn we_are_root() -> bool {
    tempfile::tempfile().and_then(|file| file.metadata()).is_ok_and(|found| found.uid() == 0)
}

/// Keeps a secret file out of git, if git does not ignore it yet: by a `.gitignore` of ours beside it. What
/// the user wrote is never changed, and nothing is written where the spec lies.
fn keep_out_of_git(
    folder: &Folder,
    path: &Path,
    secrets: &BTreeSet<&Path>,
    spec_folder: &Path,
) -> io::Result<()> {
    let at = path.parent().unwrap_or(Path::new("/"));
    if spec_folder.starts_with(at) || git::ask(path) == Git::Ignores {
        return Ok(());
    }
    let here: BTreeSet<&str> = secrets
        .iter()
        .filter(|secret| secret.parent() == Some(at))
        .filter_map(|secret| secret.file_name()?.to_str())
        .collect();
    let names = folder.entries()?.map(|entry| entry.map(|entry| entry.name));
    let names = names.collect::<io::Result<Vec<_>>>()?;
    let mut text = "# Written by stackgen: secrets stay out of git.\n".to_owned();
    if names.iter().any(|name| !here.contains(name.as_str())) {
        text.extend(here.iter().map(|name| format!("/{name}\n")));
    } else {
        text.push_str("*\n");
    }
    folder.create(".gitignore", text.as_bytes())
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
    use crate::diag::Span;
    use crate::stack::SecretFile;
    use crate::value::{Scalar as _, SpecPath};
    use std::fs::DirBuilder;
    use std::os::unix::fs::{DirBuilderExt as _, symlink};

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
        let open = Folder::open(&folder).unwrap();
        keep_out_of_git(&open, &a, &secrets, place.path()).unwrap();
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
        let open = Folder::open(place.path()).unwrap();
        keep_out_of_git(&open, &file, &secrets, place.path()).unwrap();
        assert!(!place.path().join(".gitignore").exists());
    }

    /// Tries to make `path` in a spec's folder that `put` prepares, beside which lies a file of somebody else's.
    /// What came of it, and all that lies outside of the spec's folder afterwards, with its permission bits.
    fn made(path: &str, put: impl Fn(&Path, &Path)) -> (io::Result<()>, Vec<(String, u32)>) {
        let place = tempfile::tempdir().unwrap();
        let (spec, theirs) = (place.path().join("shop"), place.path().join("theirs"));
        fs::create_dir(&spec).unwrap();
        fs::create_dir(&theirs).unwrap();
        fs::write(theirs.join("file"), "theirs").unwrap();
        fs::set_permissions(theirs.join("file"), fs::Permissions::from_mode(0o640)).unwrap();
        put(&spec, &theirs);
        let file = SecretFile {
            name: "a".to_owned(),
            path: SpecPath::parse(path).unwrap(),
            span: Span::NOWHERE,
            generated: true,
            login: None,
        };
        let user = (65534, 65534);
        let needed = Needed { file: &file, path: spec.join(path), user, service: "grafana" };
        let secrets = BTreeSet::from([needed.path.as_path()]);
        let result = make(&needed, &secrets, &spec);
        if result.is_ok() {
            assert_eq!(fs::read(&needed.path).unwrap().len(), LENGTH);
            assert!(!needed.path.is_symlink());
        }
        let owner = fs::metadata(theirs.join("file")).unwrap().uid();
        assert_eq!(owner, fs::metadata(&theirs).unwrap().uid(), "it was given away");
        assert_eq!(fs::read_to_string(theirs.join("file")).unwrap(), "theirs");
        let outside = [place.path(), &theirs].map(|folder| fs::read_dir(folder).unwrap());
        let outside = outside.into_iter().flatten().map(|entry| {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            (entry.file_name().into_string().unwrap(), mode)
        });
        let mut outside: Vec<_> = outside.filter(|(name, _)| name != "shop").collect();
        outside.sort();
        (result, outside)
    }

    fn untouched() -> Vec<(String, u32)> {
        made("secrets/a", |_, _| ()).1
    }

    #[test]
    fn a_link_leads_nobody_out_of_the_specs_folder() {
        for (link, to, works) in [
            ("secrets", "../theirs", false),
            ("secrets", "/tmp", false),
            ("secrets/.gitignore", "../../theirs/profile", true),
            ("secrets/.a.new", "../../theirs/file", true),
            ("secrets/.a.new", "../../theirs/new", true),
        ] {
            let (result, outside) = made("secrets/a", |spec, _| {
                if link != "secrets" {
                    DirBuilder::new().mode(0o700).create(spec.join("secrets")).unwrap();
                }
                symlink(to, spec.join(link)).unwrap();
            });
            assert_eq!(result.is_ok(), works, "{link} -> {to}: {result:?}");
            assert_eq!(outside, untouched(), "{link} -> {to}");
        }
        let (result, outside) = made("../theirs/a", |_, _| ());
        assert!(result.unwrap_err().to_string().contains("only in the spec's folder"));
        assert_eq!(outside, untouched());
    }

    #[test]
    fn another_name_of_a_file_is_not_given_away_with_it() {
        let (result, outside) = made("secrets/a", |spec, theirs| {
            DirBuilder::new().mode(0o700).create(spec.join("secrets")).unwrap();
            fs::hard_link(theirs.join("file"), spec.join("secrets/.a.new")).unwrap();
        });
        result.unwrap();
        assert_eq!(outside, untouched());
    }

    #[test]
    fn folders_that_others_may_write_to_are_refused_first() {
        let may = |path: &'static str, mode: u32| {
            made("secrets/a", move |spec, _| {
                DirBuilder::new().mode(0o700).create(spec.join("secrets")).unwrap();
                fs::set_permissions(spec.join(path), fs::Permissions::from_mode(mode)).unwrap();
            })
        };
        for (path, mode) in [("", 0o777), ("", 0o1777), ("secrets", 0o777), ("secrets", 0o720)] {
            let (result, _) = may(path, mode);
            let why = result.unwrap_err().to_string();
            assert!(why.contains("chmod"), "{why}");
        }
        for (path, mode) in [("", 0o775), ("", 0o700), ("secrets", 0o700)] {
            may(path, mode).0.unwrap();
        }
    }
}

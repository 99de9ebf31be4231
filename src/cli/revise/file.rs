//! The file of a spec, as it is read and written again.

use crate::cli::failure::Failure;
use crate::cli::shell::shown;
use crate::cli::text::{unreadable, utf8};
use crate::folder::{Budget, Folder, Unreadable};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A spec's file. Where it is a link within its folder, what the link leads to.
pub(in crate::cli) struct SpecFile {
    /// How the user names it.
    pub(in crate::cli) name: String,
    /// Its text, byte for byte.
    pub(in crate::cli) text: String,
    /// The folder that the spec's paths are relative to, absolute.
    pub(in crate::cli) spec_folder: PathBuf,
    folder: Folder,
    file: String,
}

/// Why a text was not written.
#[derive(Debug)]
pub(in crate::cli) enum Unwritten {
    /// Somebody changed the file in the meantime.
    Changed,
    /// Nobody may write it.
    ReadOnly,
    /// The system does not let us.
    Io(io::Error),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl SpecFile {
    /// Reads a spec.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(in crate::cli) fn read(path: &Path, budget: &mut Budget) -> Result<Self, Failure> {
        let name = path.display().to_string();
        if path.as_os_str() == "-" {
            return Err(Failure::bad("only a file can be edited, not standard input"));
        }
        let opened = open(path, budget);
        let (folder, file, bytes) = opened.map_err(|why| {
            let is_missing =
                matches!(&why, Unreadable::Io(it) if it.kind() == io::ErrorKind::NotFound);
            let failure = unreadable(&name, why);
            if is_missing { failure.help("name the spec to edit: --spec FILE") } else { failure }
        })?;
        // Says what is wrong with bytes that are not text.
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => utf8(&name, error.into_bytes())?,
        };
        let absolute = std::path::absolute(path).map_err(|error| unreadable(&name, error))?;
        let spec_folder = absolute.parent().unwrap_or(Path::new("/")).to_owned();
        Ok(Self { name, text, spec_folder, folder, file })
    }

    /// Replaces the text that was read by another, all at once, with the same permission bits.
    ///
    /// # Errors
    /// When the file is another one by now, or when the disk does not let us. It is as it was then.
    pub(in crate::cli) fn write(&self, text: &str) -> Result<(), Unwritten> {
        let mode = self.folder.mode_of(&self.file)?;
        if mode & 0o222 == 0 {
            return Err(Unwritten::ReadOnly);
        }
        let draft = format!(".{}.{}.stackgen", self.file, std::process::id());
        self.folder.remove(&draft)?;
        let written = self.put(&draft, text, mode);
        if written.is_err() {
            let _ = self.folder.remove(&draft);
        }
        written
    }

    fn put(&self, draft: &str, text: &str, mode: u32) -> Result<(), Unwritten> {
        self.folder.new_file(draft, 0o600)?.write_all(text.as_bytes())?;
        self.folder.set_mode(draft, mode)?;
        let mut budget = Budget::new(self.text.len() as u64);
        let now = self.folder.read(&self.file, &mut budget);
        if !now.is_ok_and(|now| now == self.text.as_bytes()) {
            return Err(Unwritten::Changed);
        }
        Ok(self.folder.rename(draft, &self.file)?)
    }

    /// Why it was not written.
    pub(in crate::cli) fn refused(&self, why: &Unwritten, path: &Path) -> Failure {
        let name = &self.name;
        match why {
            Unwritten::Changed => Failure::failed(format!(
                "{name} changed while stackgen was editing it, so nothing was written"
            ))
            .help("run the command again"),
            Unwritten::ReadOnly => {
                Failure::failed(format!("{name} is read-only, so nothing was written"))
                    .help(format!("make it writable: chmod u+w {}", shown(path)))
            }
            Unwritten::Io(error) => Failure::failed(format!("cannot write {name}: {error}")),
        }
    }
}

fn open(path: &Path, budget: &mut Budget) -> Result<(Folder, String, Vec<u8>), Unreadable> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(Unreadable::IsFolder);
    };
    let folder = Folder::open(folder)?;
    let real = folder.real(name)?;
    let (within, file) = (real.parent(), real.file_name().and_then(|name| name.to_str()));
    let file = file.ok_or(Unreadable::NotAFile)?.to_owned();
    let folder = match within.filter(|within| !within.as_os_str().is_empty()) {
        Some(within) => folder.folder(within)?.ok_or(Unreadable::NotAFile)?,
        None => folder,
    };
    let bytes = folder.read(&file, budget)?;
    Ok((folder, file, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn read(path: &Path) -> SpecFile {
        SpecFile::read(path, &mut Budget::new(100)).unwrap()
    }

    #[test]
    fn what_somebody_else_writes_meanwhile_is_kept() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("stack.toml");
        for (theirs, changed) in
            [("a = 1\n", false), ("a = 3\n", true), ("a = 1\nb = 2\n", true), ("", true)]
        {
            fs::write(&path, "a = 1\n").unwrap();
            let file = read(&path);
            fs::write(&path, theirs).unwrap();
            let written = file.write("a = 2\n");
            assert_eq!(matches!(written, Err(Unwritten::Changed)), changed, "{written:?}");
            let expected = if changed { theirs } else { "a = 2\n" };
            assert_eq!(fs::read_to_string(&path).unwrap(), expected);
        }
        let file = read(&path);
        fs::remove_file(&path).unwrap();
        file.write("").unwrap_err();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_link_stays_and_so_do_the_permission_bits() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir(place.path().join("specs")).unwrap();
        let target = place.path().join("specs/shop.toml");
        fs::write(&target, "a = 1\n").unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
        let path = place.path().join("stack.toml");
        symlink("specs/shop.toml", &path).unwrap();
        let file = read(&path);
        assert_eq!(file.spec_folder, place.path());
        file.write("a = 2\n").unwrap();
        assert!(path.is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "a = 2\n");
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(place.path().join("specs")).unwrap().count(), 1);
    }
}

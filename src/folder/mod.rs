//! The files of a folder whose content may be a stranger's: a pull request's, say.
//!
//! Nothing outside of the folder is opened, wherever the links in it lead; nothing blocks; nothing but a
//! regular file is read, and no more of it than is allowed. What a file is, is asked of the open file, so
//! it cannot be replaced in between.

use cap_std::ambient_authority;
use cap_std::fs::{
    Dir, DirBuilder, DirBuilderExt as _, Metadata, OpenOptions, OpenOptionsExt as _, Permissions,
    PermissionsExt as _,
};
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// A folder, and nothing outside of it.
#[derive(Debug)]
pub struct Folder {
    dir: Dir,
}

/// How many bytes may still be read, of all files together.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// How many it was.
    whole: u64,
    left: u64,
}

impl Budget {
    /// A budget of so many bytes.
    pub fn new(bytes: u64) -> Self {
        Self { whole: bytes, left: bytes }
    }

    /// Takes all that a reader has, and one file's worth of it from the budget.
    ///
    /// # Errors
    /// [`Unreadable::TooLong`] if it has more; [`Unreadable::Io`].
    pub fn read(&mut self, from: impl io::Read) -> Result<Vec<u8>, Unreadable> {
        let mut bytes = Vec::new();
        from.take(self.left + 1).read_to_end(&mut bytes).map_err(Unreadable::Io)?;
        let read = bytes.len() as u64;
        self.left = self.left.checked_sub(read).ok_or(Unreadable::TooLong { most: self.whole })?;
        Ok(bytes)
    }
}

/// Why a file was not read.
#[derive(Debug)]
pub enum Unreadable {
    /// It, or a folder on the way, is a link that leads out of the folder.
    Outside,
    /// It is a folder.
    IsFolder,
    /// It is a pipe, a device, a socket.
    NotAFile,
    /// It has more bytes than are left of the budget.
    TooLong {
        /// What the budget was, in bytes.
        most: u64,
    },
    /// The system does not let us.
    Io(io::Error),
}

impl From<Unreadable> for io::Error {
    fn from(why: Unreadable) -> Self {
        let (kind, text) = match why {
            Unreadable::Io(error) => return error,
            Unreadable::Outside => {
                (io::ErrorKind::PermissionDenied, "a link leads out of the folder")
            }
            Unreadable::IsFolder => (io::ErrorKind::IsADirectory, "it is a folder"),
            Unreadable::NotAFile => (io::ErrorKind::InvalidInput, "it is not a file"),
            Unreadable::TooLong { .. } => (io::ErrorKind::FileTooLarge, "it is too long"),
        };
        Self::new(kind, text)
    }
}

impl From<io::Error> for Unreadable {
    /// A refusal to leave the folder has no number of the system's.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => Self::Outside,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            _ => Self::Io(error),
        }
    }
}

/// Something in a folder.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name. What is not UTF-8 in it is replaced.
    pub name: String,
    /// Whether it is a folder, or a link to one in this folder.
    pub is_folder: bool,
}

impl Folder {
    /// Opens a folder that the user named: links on the way to it are followed.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Dir::open_ambient_dir(path, ambient_authority()).map(|dir| Self { dir })
    }

    /// A folder in it. `None` if there is nothing of this name.
    ///
    /// # Errors
    /// When it is none, or leads out of this one.
    pub fn folder(&self, path: impl AsRef<Path>) -> Result<Option<Self>, Unreadable> {
        match self.dir.open_dir(path) {
            Ok(dir) => Ok(Some(Self { dir })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What a path in it names, links within it followed. `None` if nothing is there.
    ///
    /// # Errors
    /// When that cannot be known, or when it leads out.
    pub fn look(&self, path: impl AsRef<Path>) -> Result<Option<Metadata>, Unreadable> {
        match self.dir.metadata(path) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads a file in it.
    ///
    /// # Errors
    /// When it is not read: see [`Unreadable`].
    pub fn read(&self, path: impl AsRef<Path>, budget: &mut Budget) -> Result<Vec<u8>, Unreadable> {
        let mut options = OpenOptions::new();
        options.read(true).custom_flags(i32::try_from(NO_WAIT.bits()).unwrap_or_default());
        let file = self.dir.open_with(path, &options)?;
        let found = file.metadata()?;
        if found.is_dir() {
            return Err(Unreadable::IsFolder);
        }
        if !found.is_file() {
            return Err(Unreadable::NotAFile);
        }
        budget.read(file)
    }

    /// Where a path in it leads when all links are followed, as a path in it.
    ///
    /// # Errors
    /// When nothing is there, or when it leads out.
    pub fn real(&self, path: impl AsRef<Path>) -> Result<PathBuf, Unreadable> {
        Ok(self.dir.canonicalize(path)?)
    }

    /// The permission bits of a file in it.
    ///
    /// # Errors
    /// When they cannot be known.
    pub fn mode_of(&self, path: impl AsRef<Path>) -> io::Result<u32> {
        Ok(self.dir.metadata(path)?.permissions().mode() & 0o7777)
    }

    /// A folder in it that is made if it is not there, as are those that lead to it, with these permission
    /// bits as far as the umask leaves them.
    ///
    /// # Errors
    /// When the disk does not let us, or when it leads out of this one.
    pub fn make(&self, path: &Path, mode: u32) -> Result<Self, Unreadable> {
        let mut builder = DirBuilder::new();
        builder.mode(mode).recursive(true);
        if !path.as_os_str().is_empty() {
            self.dir.create_dir_with(path, &builder)?;
        }
        let found = self.folder(if path.as_os_str().is_empty() { Path::new(".") } else { path })?;
        found.ok_or_else(|| Unreadable::Io(io::ErrorKind::NotFound.into()))
    }

    /// Its permission bits.
    ///
    /// # Errors
    /// When they cannot be known.
    pub fn mode(&self) -> io::Result<u32> {
        Ok(self.dir.dir_metadata()?.permissions().mode() & 0o7777)
    }

    /// Gives a file or folder in it other permission bits, also through a link, but never to what is
    /// outside.
    ///
    /// # Errors
    /// When there is none, when the disk does not let us, or when it leads out of this one.
    pub fn set_mode(&self, name: impl AsRef<Path>, mode: u32) -> io::Result<()> {
        self.dir.set_permissions(name, Permissions::from_mode(mode))
    }

    /// A new file in it for writing, with these permission bits as far as the umask leaves them. Whatever is
    /// there already, also a link, is an error.
    ///
    /// # Errors
    /// When the disk does not let us.
    pub fn new_file(&self, name: &str, mode: u32) -> io::Result<File> {
        let mut options = OpenOptions::new();
        let file = self.dir.open_with(name, options.write(true).create_new(true).mode(mode))?;
        Ok(file.into_std())
    }

    /// Gives a file in it another name in it. What has that name is gone.
    ///
    /// # Errors
    /// When the disk does not let us.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.dir.rename(from, &self.dir, to)
    }

    /// Removes a file or a link in it, if there is one.
    ///
    /// # Errors
    /// When the disk does not let us.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        match self.dir.remove_file(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Makes a file in it, if nothing of this name is there: not even a link that leads nowhere.
    ///
    /// # Errors
    /// When the disk does not let us.
    pub fn create(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        match self.new_file(name, 0o666).and_then(|mut file| file.write_all(bytes)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            result => result,
        }
    }

    /// Makes a file in it that is there with all its bytes or not at all.
    ///
    /// # Errors
    /// When something of this name is there, even a link that leads nowhere, or when the disk does not let us.
    pub fn create_whole(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let draft = format!("{name}.new");
        self.remove(&draft)?;
        let written = self.new_file(&draft, 0o666).and_then(|mut file| file.write_all(bytes));
        let placed = written.and_then(|()| match self.dir.hard_link(&draft, &self.dir, name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // Not every file system has links to files.
            Err(_) if self.dir.symlink_metadata(name).is_err() => self.rename(&draft, name),
            linked => linked,
        });
        let _ = self.remove(&draft);
        placed
    }

    /// Replaces a file in it as a whole, or a link by a file.
    ///
    /// # Errors
    /// When the disk does not let us.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let draft = format!("{name}.new");
        self.remove(&draft)?;
        self.new_file(&draft, 0o666)?.write_all(bytes)?;
        self.rename(&draft, name)
    }

    /// What is in it, in no order.
    ///
    /// # Errors
    /// When it cannot be listed.
    pub fn entries(&self) -> io::Result<impl Iterator<Item = io::Result<Entry>>> {
        let entries = self.dir.entries()?;
        Ok(entries.map(|entry| {
            let name = entry?.file_name();
            let found = self.dir.metadata(&name);
            let is_folder = found.is_ok_and(|found| found.is_dir());
            Ok(Entry { name: name.to_string_lossy().into_owned(), is_folder })
        }))
    }
}

/// A pipe without a writer is opened at once, and a terminal does not become ours.
const NO_WAIT: rustix::fs::OFlags = rustix::fs::OFlags::NONBLOCK.union(rustix::fs::OFlags::NOCTTY);

#[cfg(test)]
mod tests;

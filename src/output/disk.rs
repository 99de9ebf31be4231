//! Every call that changes the disk.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::node::{look, mode};

/// Permission bits of a new file, before the umask.
const FILE_MODE: u32 = 0o644;
/// Permission bits of a new folder, before the umask.
const FOLDER_MODE: u32 = 0o755;

/// Writes a new file and checks that all of it arrived; with these permission bits if given.
pub(super) fn write_new(path: &Path, bytes: &[u8], bits: Option<u32>) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(path)?;
    file.write_all(bytes)?;
    let written = file.metadata()?;
    if written.len() != bytes.len() as u64 {
        let text = format!("only {} of {} bytes were written", written.len(), bytes.len());
        return Err(io::Error::new(io::ErrorKind::WriteZero, text));
    }
    if let Some(bits) = bits.filter(|bits| *bits != mode(&written)) {
        file.set_permissions(Permissions::from_mode(bits))?;
    }
    Ok(())
}

/// Moves a file over another, or a file or folder to where nothing is, in one step.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    fs::rename(from, to)
}

/// Makes a folder and the folders that lead to it. Those that were made are added to `made`,
/// outermost first, also if one of them fails.
pub(super) fn make_folders(path: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing = path.ancestors().take_while(|it| !it.as_os_str().is_empty() && !it.exists());
    let missing: Vec<_> = missing.collect();
    for folder in missing.into_iter().rev() {
        match make_folder(folder) {
            Ok(()) => made.push(folder.into()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Makes a folder in one that is there.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    DirBuilder::new().mode(FOLDER_MODE).create(path)
}

/// Removes a file; it is no error if there is none.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a folder if it is empty.
pub(super) fn remove_empty_folder(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    fs::remove_dir(path)
}

/// Removes whatever is at `path`, with everything in it, following no link.
pub(super) fn remove_all(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    match look(path)? {
        None => Ok(()),
        Some(seen) if seen.node == super::Node::Folder => fs::remove_dir_all(path),
        Some(_) => fs::remove_file(path),
    }
}

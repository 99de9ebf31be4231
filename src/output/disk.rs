//! Every call that changes the disk.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::mode::{FILE, FOLDER};
use super::node::{look, mode};
use crate::folder::Folder;

/// Writes a new file and checks that all of it arrived; with these permission bits, whatever the umask.
pub(super) fn write_new(path: &Path, bytes: &[u8], bits: u32) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(FILE).open(path)?;
    file.write_all(bytes)?;
    let written = file.metadata()?;
    if written.len() != bytes.len() as u64 {
        let text = format!("only {} of {} bytes were written", written.len(), bytes.len());
        return Err(io::Error::new(io::ErrorKind::WriteZero, text));
    }
    if bits != mode(&written) {
        if_possible(file.set_permissions(Permissions::from_mode(bits)))?;
    }
    Ok(())
}

/// Gives what is there other permission bits, where the file system has any and its owner lets us.
pub(super) fn set_mode(path: &Path, bits: u32) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    if_possible(chmod(path, bits))
}

/// Root may be here for somebody else, who can put a link in the place of anything. What a link outside of
/// the folder leads to keeps its bits.
fn chmod(path: &Path, bits: u32) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    Folder::open(path.parent().unwrap_or(Path::new("")))?.set_mode(name, bits)
}

/// Not every file system has permission bits, and only the owner may change them. Nothing is lost
/// where that fails: it is seen and said again as long as the bits are missing.
fn if_possible(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        result => result,
    }
}

/// Moves a file over another, or a file or folder to where nothing is, in one step.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    fs::rename(from, to)
}

/// Makes a folder and the folders that lead to it; `top`, the output folder, and those in it with the
/// permission bits of rendered folders, those above it as the umask has it. Those that were made are
/// added to `made`, outermost first, also if one of them fails.
pub(super) fn make_folders(top: &Path, path: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing = path.ancestors().take_while(|it| !it.as_os_str().is_empty() && !it.exists());
    let missing: Vec<_> = missing.collect();
    for folder in missing.into_iter().rev() {
        let result = if folder.starts_with(top) { make_folder(folder) } else { make_above(folder) };
        match result {
            Ok(()) => made.push(folder.into()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Makes a folder in one that is there, with the permission bits of rendered folders.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    make_above(path)?;
    match open_up(path) {
        // Another run has removed it, or put it in its place: whoever goes on with it notices.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Gives a new folder the bits that the umask has taken. What it has from the folder around it stays: the
/// set-gid bit.
fn open_up(path: &Path) -> io::Result<()> {
    let bits = mode(&fs::symlink_metadata(path)?);
    if bits | FOLDER == bits {
        return Ok(());
    }
    if_possible(chmod(path, bits | FOLDER))
}

/// Makes a folder as the umask has it.
fn make_above(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    super::fault::point()?;
    DirBuilder::new().mode(FOLDER).create(path)
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

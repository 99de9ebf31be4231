//! A folder as a map of path to bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Every file of a folder: path relative to it, with `/` between the parts, to its bytes.
/// A symbolic link is not followed: it stands there as the text `-> where it points`. Nor is a pipe waited for.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Reads a whole folder.
///
/// # Errors
///
/// Whatever the file system says, with the path it says it about.
pub(crate) fn read(folder: &Path) -> io::Result<Tree> {
    let mut tree = Tree::new();
    walk(folder, "", &mut tree)?;
    Ok(tree)
}

/// Writes a whole folder; what was there under other names stays.
///
/// # Errors
///
/// Whatever the file system says, with the path it says it about.
pub(crate) fn write(folder: &Path, tree: &Tree) -> io::Result<()> {
    for (name, bytes) in tree {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| about(parent, &error))?;
        }
        fs::write(&path, bytes).map_err(|error| about(&path, &error))?;
    }
    Ok(())
}

fn walk(folder: &Path, prefix: &str, tree: &mut Tree) -> io::Result<()> {
    for entry in fs::read_dir(folder).map_err(|error| about(folder, &error))? {
        let entry = entry?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&path, &format!("{name}/"), tree)?;
        } else if kind.is_symlink() {
            let to = fs::read_link(&path).map_err(|error| about(&path, &error))?;
            tree.insert(name, format!("-> {}", to.display()).into_bytes());
        } else if !kind.is_file() {
            tree.insert(name, b"-> a pipe, a socket or a device".to_vec());
        } else {
            tree.insert(name, fs::read(&path).map_err(|error| about(&path, &error))?);
        }
    }
    Ok(())
}

fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

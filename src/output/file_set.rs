//! The rendered files, in memory.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::OnceLock;

use super::sha256::Sha256;
use crate::value::RelPath;

/// A complete output: path to content, in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<RelPath, File>,
}

/// A file's content, and its digest once somebody asked for it.
#[derive(Clone, Debug)]
struct File {
    content: Vec<u8>,
    digest: OnceLock<Sha256>,
}

impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        self.content == other.content
    }
}

impl Eq for File {}

impl FileSet {
    /// A set without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    ///
    /// [`Conflict`] if the path is taken, or if one path would have to be both a file and a folder.
    pub fn insert(&mut self, path: RelPath, content: Vec<u8>) -> Result<(), Conflict> {
        if self.files.contains_key(&path) {
            return Err(Conflict::Duplicate(path));
        }
        let file_in_the_way = path.folders().find_map(|it| self.files.get_key_value(it));
        if let Some((file, _)) = file_in_the_way {
            return Err(Conflict::FileAndFolder { file: file.clone(), inside: path });
        }
        if let Some(inside) = self.first_inside(&path) {
            return Err(Conflict::FileAndFolder { inside: inside.clone(), file: path });
        }
        self.files.insert(path, File { content, digest: OnceLock::new() });
        Ok(())
    }

    /// The first file in the folder `folder`, if there is one.
    fn first_inside(&self, folder: &RelPath) -> Option<&RelPath> {
        let prefix = format!("{folder}/");
        let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        let (next, _) = self.files.range::<str, _>(from).next()?;
        next.as_str().starts_with(&prefix).then_some(next)
    }

    /// The content of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|file| file.content.as_slice())
    }

    /// The SHA-256 digest of a file's content.
    pub fn digest(&self, path: &str) -> Option<Sha256> {
        let file = self.files.get(path)?;
        Some(*file.digest.get_or_init(|| Sha256::of(&file.content)))
    }

    /// Whether the set has this file.
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// All files, in the order of their paths.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&RelPath, &[u8])> {
        self.files.iter().map(|(path, file)| (path, file.content.as_slice()))
    }

    /// All paths, in order.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &RelPath> {
        self.files.keys()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Why a file cannot be added to a [`FileSet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Two files have the same path.
    Duplicate(RelPath),
    /// `file` would have to be a folder as well, for `inside` to be in it.
    FileAndFolder {
        /// The path that is a file.
        file: RelPath,
        /// The path that needs it to be a folder.
        inside: RelPath,
    },
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate(path) => write!(f, "two output files are named `{path}`"),
            Self::FileAndFolder { file, inside } => {
                write!(
                    f,
                    "`{file}` is an output file, so `{inside}` cannot be in a folder of that name"
                )
            }
        }
    }
}

impl std::error::Error for Conflict {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(paths: &[&str], last: &str, expected: Result<(), &str>) {
        let mut set = FileSet::new();
        for path in paths {
            set.insert(RelPath::new(*path).unwrap(), Vec::new()).unwrap();
        }
        let seen = set.insert(RelPath::new(last).unwrap(), b"x".to_vec());
        assert_eq!(seen.map_err(|e| e.to_string()), expected.map_err(String::from));
        assert_eq!(set.len(), paths.len() + usize::from(expected.is_ok()));
    }

    #[test]
    fn refuses_duplicates_and_files_that_are_folders() {
        case(&[], "a", Ok(()));
        case(&["a/b"], "a/c", Ok(()));
        case(&["a.b/c", "a-"], "a", Ok(()));
        case(&["ab/c"], "a", Ok(()));
        case(&["a"], "a", Err("two output files are named `a`"));
        let inside = "`a` is an output file, so `a/b/c` cannot be in a folder of that name";
        case(&["a"], "a/b/c", Err(inside));
        case(&["a/b/c", "a-"], "a", Err(inside));
    }

    #[test]
    fn iterates_in_the_order_of_paths() {
        let mut set = FileSet::new();
        for path in ["b", "a/z", "a/b"] {
            set.insert(RelPath::new(path).unwrap(), path.into()).unwrap();
        }
        let paths: Vec<_> = set.paths().map(RelPath::as_str).collect();
        assert_eq!(paths, ["a/b", "a/z", "b"]);
        assert_eq!(set.get("a/z"), Some(b"a/z".as_slice()));
        assert!(set.contains("b") && !set.contains("a") && !set.is_empty());
    }
}

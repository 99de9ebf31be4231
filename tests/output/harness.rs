//! An output folder in a test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use stackgen::output::{Error, FileSet, Force, Origin, Report, apply, plan};
use stackgen::value::RelPath;
use tempfile::TempDir;

/// A set of files from paths and contents.
pub(crate) fn files<C: AsRef<[u8]>>(files: &[(&str, C)]) -> FileSet {
    let mut set = FileSet::new();
    for (path, content) in files {
        set.insert(RelPath::new(*path).unwrap(), content.as_ref().to_vec()).unwrap();
    }
    set
}

/// An output folder that is removed at the end of the test.
pub(crate) struct Out {
    _temp: Option<TempDir>,
    dir: PathBuf,
}

impl Out {
    /// A folder that does not exist yet.
    pub(crate) fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("monitoring");
        Self { _temp: Some(temp), dir }
    }

    /// A folder that somebody else looks after.
    pub(crate) fn at(dir: &Path) -> Self {
        Self { _temp: None, dir: dir.into() }
    }

    /// A folder in which `set` was rendered.
    pub(crate) fn with(set: &FileSet) -> Self {
        let out = Self::new();
        out.render(set).unwrap();
        out
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.join(path)
    }

    /// Renders as `stackgen render` does.
    pub(crate) fn render(&self, set: &FileSet) -> Result<Report, Error> {
        apply(&plan(&self.dir, set, &origin())?, Force::No)
    }

    /// Renders as `stackgen render --force` does.
    pub(crate) fn force(&self, set: &FileSet) -> Result<Report, Error> {
        apply(&plan(&self.dir, set, &origin())?, Force::Yes)
    }

    /// The error of a render that has to fail, as the user sees it, with the folder as `OUT`.
    #[track_caller]
    pub(crate) fn error(&self, set: &FileSet) -> String {
        self.shown(&self.render(set).expect_err("the render has to fail"))
    }

    pub(crate) fn shown(&self, error: &Error) -> String {
        error.to_string().replace(self.dir.to_str().unwrap(), "OUT")
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// All there is: path to content, folders with a `/` at the end.
    pub(crate) fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        let mut tree = BTreeMap::new();
        if self.dir.exists() {
            walk(&self.dir, &self.dir, &mut tree);
        }
        tree
    }

    /// The folder holds these files, the manifest, and nothing else.
    #[track_caller]
    pub(crate) fn assert_holds(&self, set: &FileSet) {
        let mut expected = BTreeMap::new();
        for (path, content) in set.iter() {
            for (end, _) in path.as_str().match_indices('/') {
                expected.insert(path.as_str()[..=end].to_owned(), Vec::new());
            }
            expected.insert(path.to_string(), content.to_vec());
        }
        let mut found = self.tree();
        assert!(found.remove(".stackgen/").is_some());
        assert!(found.remove(".stackgen/manifest.json").is_some());
        // Not `assert_eq`: the contents can be long.
        assert!(found.keys().eq(expected.keys()), "{:?}", found.keys());
        for (path, content) in &expected {
            assert!(found.get(path) == Some(content), "{path} has another content");
        }
    }
}

pub(crate) fn origin() -> Origin {
    Origin::new("0.1.0", "spec", "inputs")
}

fn walk(top: &Path, dir: &Path, tree: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
        if kind.is_dir() {
            tree.insert(name + "/", Vec::new());
            walk(top, &path, tree);
        } else if kind.is_file() {
            tree.insert(name, fs::read(path).unwrap());
        } else {
            tree.insert(name, format!("{kind:?}").into_bytes());
        }
    }
}

/// The paths of a report's list.
pub(crate) fn names(paths: &[RelPath]) -> Vec<&str> {
    paths.iter().map(RelPath::as_str).collect()
}

use crate::decode::{Node, parse};
use crate::diag::{Diagnostics, SourceId, Sources};

/// All files of `presets/`, in the order of their paths: path and text.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/presets.rs"));

/// A TOML file of `presets/` that is part of the program.
#[derive(Clone, Copy)]
pub(super) struct File {
    path: &'static str,
    /// Its text.
    pub(super) text: &'static str,
}

/// The file at a path below `presets/`, if there is one.
pub(super) fn file(path: &str) -> Option<File> {
    let at = FILES.binary_search_by_key(&path, |(path, _)| path).ok()?;
    let (path, text) = FILES[at];
    Some(File { path, text })
}

impl File {
    /// What it says, and its text among the sources.
    pub(super) fn read(
        self,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> (SourceId, Node) {
        let source = sources.add(format!("<built-in {}>", self.path), self.text);
        (source, parse(source, sources, diagnostics))
    }
}

/// The names of the files in a folder of `presets/`, without their ending, sorted.
pub(super) fn names(folder: &str) -> Vec<&'static str> {
    let name =
        |path: &'static str| path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".toml");
    let mut names: Vec<_> = FILES.iter().filter_map(|(path, _)| name(path)).collect();
    // With their ending, a name with a dash stands before the name that it begins with.
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Integration;
    use crate::decode::{Cx, Decode as _};

    #[test]
    fn every_file_of_the_catalogue_can_be_read() {
        for path in ["images.toml", "integrations/node.toml", "stacks/standard.toml"] {
            assert!(file(path).is_some(), "{path}");
        }
        assert!(FILES.is_sorted() && file("integrations/nothing.toml").is_none());
        for (path, _) in FILES.iter().filter(|(path, _)| path.strip_suffix(".toml").is_some()) {
            let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
            let file = file(path).expect("it is part of the program");
            file.read(&mut sources, &mut problems);
            assert!(problems.is_empty(), "{path}: {problems:?}");
        }
    }

    #[test]
    fn no_integration_holds_a_secret() {
        for name in names("integrations") {
            let file = file(&format!("integrations/{name}.toml")).expect("it was listed");
            let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
            let (_, tree) = file.read(&mut sources, &mut problems);
            Integration::decode(&tree, &mut Cx::new(&mut sources, &mut problems));
            assert!(problems.is_empty(), "{name}: {problems:?}");
        }
    }
}

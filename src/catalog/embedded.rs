use crate::decode::{Node, unpack};
use crate::diag::{SourceId, Sources};
use include_dir::{Dir, include_dir};

/// The texts, for people and for reports that quote them.
static PRESETS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/presets");

/// What the build script has read in them.
static TREES: Dir<'static> = include_dir!("$OUT_DIR/presets");

/// A TOML file of `presets/` that is part of the program.
pub(super) struct File {
    path: String,
    /// Its text.
    pub(super) text: &'static str,
    packed: &'static [u8],
}

/// The file at a path below `presets/`, if there is one.
pub(super) fn file(path: impl Into<String>) -> Option<File> {
    let path = path.into();
    let text = PRESETS.get_file(&path)?.contents_utf8()?;
    let packed = TREES.get_file(&path)?.contents();
    Some(File { path, text, packed })
}

impl File {
    /// Adds its text to the sources.
    pub(super) fn source(&self, sources: &mut Sources) -> SourceId {
        sources.add(format!("<built-in {}>", self.path), self.text)
    }

    /// What it says; its text is `source`.
    pub(super) fn tree(&self, source: SourceId) -> Node {
        unpack(self.packed, self.text, source)
    }
}

/// The names of the TOML files in a folder of `presets/`, without their ending, sorted.
pub(super) fn names(folder: &str) -> Vec<&'static str> {
    let Some(dir) = PRESETS.get_dir(folder) else { return vec![] };
    let mut names: Vec<_> = dir
        .files()
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "toml"))
        .filter_map(|file| file.path().file_stem()?.to_str())
        .collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Integration;
    use crate::decode::{Cx, Decode as _, parse};
    use crate::diag::Diagnostics;

    /// The paths of all TOML files in a folder and below it.
    fn below(dir: &Dir<'static>) -> Vec<&'static str> {
        let files =
            dir.files().filter(|file| file.path().extension().is_some_and(|it| it == "toml"));
        let mut paths: Vec<_> = files.filter_map(|file| file.path().to_str()).collect();
        dir.dirs().for_each(|dir| paths.extend(below(dir)));
        paths.sort_unstable();
        paths
    }

    #[test]
    fn what_was_read_when_the_program_was_built_is_what_the_texts_say() {
        let paths = below(&PRESETS);
        assert_eq!(paths, below(&TREES));
        assert!(paths.contains(&"images.toml") && paths.contains(&"integrations/node.toml"));
        for path in paths {
            let file = file(path).expect("it is part of the program");
            let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
            let source = file.source(&mut sources);
            assert_eq!(file.tree(source), parse(source, &sources, &mut problems), "{path}");
        }
    }

    #[test]
    fn no_integration_holds_a_secret() {
        for name in names("integrations") {
            let file = file(format!("integrations/{name}.toml")).expect("it was listed");
            let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
            let tree = file.tree(file.source(&mut sources));
            Integration::decode(&tree, &mut Cx::new(&mut sources, &mut problems));
            assert!(problems.is_empty(), "{name}: {problems:?}");
        }
    }
}

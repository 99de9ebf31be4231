use crate::decode::{Node, unpack};
use crate::diag::{SourceId, Sources};

/// All TOML files of `presets/`, in the order of their paths: path, text, and what the build script
/// has read in it.
const FILES: &[(&str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/presets.rs"));

/// A TOML file of `presets/` that is part of the program.
#[derive(Clone, Copy)]
pub(super) struct File {
    path: &'static str,
    /// Its text.
    pub(super) text: &'static str,
    packed: &'static [u8],
}

/// The file at a path below `presets/`, if there is one.
pub(super) fn file(path: &str) -> Option<File> {
    let at = FILES.binary_search_by_key(&path, |(path, ..)| path).ok()?;
    let (path, text, packed) = FILES[at];
    Some(File { path, text, packed })
}

impl File {
    /// Adds its text to the sources.
    pub(super) fn source(self, sources: &mut Sources) -> SourceId {
        sources.add_built_in(format!("<built-in {}>", self.path), self.text)
    }

    /// What it says; its text is `source`.
    pub(super) fn tree(self, source: SourceId) -> Node {
        unpack(self.packed, self.text, source)
    }
}

/// The names of the files in a folder of `presets/`, without their ending, sorted.
pub(super) fn names(folder: &str) -> Vec<&'static str> {
    let name =
        |path: &'static str| path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".toml");
    let mut names: Vec<_> = FILES.iter().filter_map(|(path, ..)| name(path)).collect();
    // With their ending, a name with a dash stands before the name that it begins with.
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Integration, ReceiverType};
    use crate::decode::{Cx, Decode as _, parse};
    use crate::diag::Diagnostics;

    #[test]
    fn what_was_read_when_the_program_was_built_is_what_the_texts_say() {
        for path in ["images.toml", "integrations/node.toml", "stacks/standard.toml"] {
            assert!(file(path).is_some(), "{path}");
        }
        assert!(FILES.is_sorted() && file("integrations/nothing.toml").is_none());
        for (path, ..) in FILES {
            let file = file(path).expect("it is part of the program");
            let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
            let source = file.source(&mut sources);
            assert_eq!(file.tree(source), parse(source, &sources, &mut problems), "{path}");
        }
    }

    #[test]
    fn what_users_can_bring_holds_no_secret_here() {
        for folder in ["integrations", "receivers"] {
            for name in names(folder) {
                let file = file(&format!("{folder}/{name}.toml")).expect("it was listed");
                let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
                let tree = file.tree(file.source(&mut sources));
                let mut cx = Cx::new(&mut sources, &mut problems);
                if folder == "receivers" {
                    ReceiverType::decode(&tree, &mut cx);
                } else {
                    Integration::decode(&tree, &mut cx);
                }
                assert!(problems.is_empty(), "{name}: {problems:?}");
            }
        }
    }
}

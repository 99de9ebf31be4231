//! Files that programs load although the spec does not have them.

use super::place::folder;
use super::tree::Wanted;
use crate::docker::Cause;
use crate::output::{self, FileSet};
use crate::stack::Stack;
use crate::ui::Screen;
use std::path::{Path, PathBuf};

/// What lies among the rendered files of a stack, is loaded with them, and is not from the spec; also
/// what was rendered once and kept because it was edited.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    dir: PathBuf,
    files: Vec<ForeignFile>,
    /// The names of the user's own integrations, which render files of their names.
    own: Vec<String>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct ForeignFile {
    /// Its path in the output folder.
    pub(super) path: String,
    /// The service that loads it.
    pub(super) service: String,
    /// Where that one sees it.
    seen: String,
}

impl Foreign {
    /// Looks for them in the output folder of a stack.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(super) fn find(wanted: &Wanted) -> Result<Self, output::Error> {
        let found = Self::find_in(&wanted.dir, &wanted.stack, &wanted.files)?;
        Ok(Self { own: wanted.loaded.own.clone(), ..found })
    }

    /// Looks for them in a folder.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn find_in(
        dir: &Path,
        stack: &Stack,
        files: &FileSet,
    ) -> Result<Self, output::Error> {
        let mut found = Vec::new();
        for loaded in stack.loaded() {
            let paths =
                output::foreign(dir, files, [loaded.folder().as_str()], |path| loaded.takes(path))?;
            found.extend(paths.into_iter().map(|path| ForeignFile {
                seen: loaded.mount.seen(&path).unwrap_or_default(),
                service: loaded.service.name.to_string(),
                path,
            }));
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found.dedup_by(|a, b| a.path == b.path);
        Ok(Self { dir: dir.to_owned(), files: found, own: vec![] })
    }

    /// All of them, by path.
    pub(super) fn files(&self) -> &[ForeignFile] {
        &self.files
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Says which there are.
    pub(super) fn warn(&self, screen: &Screen) {
        for file in &self.files {
            screen.note(&format!(
                "warning: {}{} is not from the spec, and is loaded with the rendered files of {}",
                folder(&self.dir),
                file.path,
                file.service
            ));
        }
        if !self.is_empty() {
            screen.hint(HELP);
        }
    }

    /// The likely cause of what a service complains about, if it is one of these files, or one that an
    /// integration of the user's own renders. `known` is what the engine takes for the cause.
    pub(super) fn cause(&self, service: &str, said: &str, known: Option<&Cause>) -> Option<Cause> {
        if known.is_some_and(|known| !known.is_configuration()) {
            return None;
        }
        // Some programs name the whole path, others the last part of it.
        let name = |file: &ForeignFile| file.path.rsplit('/').next().map(str::to_owned);
        let named = |file: &&ForeignFile| {
            said.contains(&file.seen) || name(file).is_some_and(|name| said.contains(&name))
        };
        let Some(file) = self.files.iter().filter(|file| file.service == service).find(named)
        else {
            return self.own_cause(said);
        };
        let path = format!("{}{}", folder(&self.dir), file.path);
        Some(Cause {
            what: format!("{REFUSED}: {path} is not from the spec, and {service} loads it as well"),
            help: format!("move {path} away, or fix it, and run the same command again"),
        })
    }

    fn own_cause(&self, said: &str) -> Option<Cause> {
        let names = |name: &&String| {
            [".yml", ".json"].iter().any(|end| said.contains(&format!("/{name}{end}")))
        };
        let name = self.own.iter().find(names)?;
        Some(Cause {
            what: format!(
                "{REFUSED}: integrations/{name}.toml renders the file that is named above"
            ),
            help: format!("correct integrations/{name}.toml; `stackgen test` tries its rules"),
        })
    }
}

/// What to do about them.
pub(super) const HELP: &str = "stackgen leaves such files alone: remove them, or make them part of the spec with an integration of your own (docs/integrations.md)";

/// What all causes here have in common.
const REFUSED: &str = "it does not accept its configuration";

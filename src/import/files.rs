//! Reading files, with limits, and how they are called in reports.

use super::codes::{COMPOSE_FILE, COMPOSE_REFUSED};
use super::{Disk, LARGEST_FILE, bytes};
use crate::diag::{Diagnostic, SourceId, Sources, Span};
use std::path::{Component, Path, PathBuf};

/// How many files one application may have.
const MOST_FILES: usize = 300;

/// The files of an application on their way into the sources.
pub(super) struct Files<'a> {
    disk: &'a dyn Disk,
    /// The folder that names are relative to.
    folder: PathBuf,
    /// How much was read so far.
    bytes: usize,
    count: usize,
}

impl<'a> Files<'a> {
    pub(super) fn new(disk: &'a dyn Disk, folder: &Path) -> Self {
        Self { disk, folder: normal(folder), bytes: 0, count: 0 }
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, path: &Path) -> bool {
        self.disk.has(path)
    }

    /// Reads a file. `asked` is the place that names it.
    pub(super) fn read(
        &mut self,
        path: &Path,
        asked: Option<Span>,
        sources: &mut Sources,
    ) -> Result<SourceId, Diagnostic> {
        let name = self.name(path);
        let fail = |message: String| Diagnostic::error(COMPOSE_FILE, message).at_opt(asked, "");
        self.count += 1;
        if self.count > MOST_FILES {
            let message = format!("this application has more than {MOST_FILES} files");
            return Err(fail(message).help("import a part of it: name a Compose file"));
        }
        let bytes =
            self.disk.read(path).map_err(|why| fail(format!("cannot read {name}: {why}")))?;
        self.bytes += bytes.len();
        if self.bytes > LARGEST_FILE {
            let message = if bytes.len() > LARGEST_FILE {
                format!(
                    "{name} is too large for a Compose file: more than {} MB",
                    LARGEST_FILE >> 20
                )
            } else {
                format!("the files of this application have more than {} MB", LARGEST_FILE >> 20)
            };
            return Err(fail(message).help("name the application's Compose file"));
        }
        let text = bytes::text(bytes)
            .map_err(|no| fail(format!("{name} is {}", no.what())).help(no.help()))?;
        Ok(sources.add(name, text))
    }

    /// What reports call a file: its path from the folder where the search started.
    pub(super) fn name(&self, path: &Path) -> String {
        let path = normal(path);
        let mut up = String::new();
        for folder in self.folder.ancestors().take(5) {
            // At the root, everything lies below.
            if folder.parent().is_none() && !up.is_empty() {
                break;
            }
            if let Ok(rest) = path.strip_prefix(folder) {
                return format!("{up}{}", rest.display());
            }
            up.push_str("../");
        }
        path.display().to_string()
    }
}

/// An error that Compose would report as well.
pub(super) fn refused(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error(COMPOSE_REFUSED, message).at(span, "")
}

/// A path without `.` and `..`, by its text alone.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !out.pop() {
                    out.push("..");
                }
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;

    impl Disk for Nothing {
        fn has(&self, _: &Path) -> bool {
            false
        }

        fn read(&self, _: &Path) -> Result<Vec<u8>, String> {
            Err("there is nothing".to_owned())
        }
    }

    #[track_caller]
    fn case(path: &str, expected: &str) {
        let files = Files::new(&Nothing, Path::new("/home/me/shop"));
        assert_eq!(files.name(Path::new(path)), expected);
    }

    #[test]
    fn files_are_called_by_their_way_from_the_folder() {
        case("/home/me/shop/compose.yaml", "compose.yaml");
        case("/home/me/shop/a/../b/c d.yaml", "b/c d.yaml");
        case("/home/me/compose.yaml", "../compose.yaml");
        case("/home/me/other/compose.yaml", "../other/compose.yaml");
        case("/srv/compose.yaml", "/srv/compose.yaml");
    }
}

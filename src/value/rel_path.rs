//! A path inside the output folder.

use super::{Invalid, Scalar};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::path::{Path, PathBuf};

/// The folder that stackgen keeps for itself at the top of the output folder.
pub const OWN_FOLDER: &str = ".stackgen";

/// The longest name of a file or folder, in bytes, that common file systems take.
const LONGEST_NAME: usize = 255;

/// A path of a rendered file, relative to the output folder: names joined by `/`, on every system.
///
/// No name is empty, `.` or `..`, none holds a backslash or a control character, and the first is
/// not `.stackgen`, so that joining it to the output folder can never lead out of it or into
/// stackgen's own files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RelPath(String);

impl RelPath {
    /// Checks `path`.
    ///
    /// # Errors
    ///
    /// Says which rule it breaks.
    pub fn new(path: impl Into<String>) -> Result<Self, String> {
        let path = path.into();
        match reason(&path) {
            Some(reason) => Err(format!("{path:?} cannot be the path of an output file: {reason}")),
            None => Ok(Self(path)),
        }
    }

    /// The path as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders that lead to the file, outermost first: `a`, `a/b` for `a/b/c`.
    pub fn folders(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.match_indices('/').map(|(end, _)| &self.0[..end])
    }

    /// Where the file is on disk if the output folder is `dir`.
    pub fn within(&self, dir: &Path) -> PathBuf {
        dir.join(&self.0)
    }
}

impl Scalar for RelPath {
    const WHAT: &'static str = "an output path";
    const EXAMPLE: &'static str = "queue/queue.yml";
    const RULE: &'static str =
        "Relative to the output folder, with `/` between its parts; not in `.stackgen`.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        match reason(text) {
            Some(reason) => Err(Invalid::new(format!("is refused: {reason}"))),
            None => Ok(Self(text.to_owned())),
        }
    }
}

fn reason(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.starts_with('/') {
        return Some("it is absolute");
    }
    if path.contains('\\') {
        return Some("it holds a backslash; folders are separated by `/`");
    }
    if path.contains(char::is_control) {
        return Some("it holds a control character");
    }
    if path.split('/').any(|name| matches!(name, "" | "." | "..")) {
        return Some("a part of it is empty, `.` or `..`");
    }
    if path.split('/').any(|name| name.len() > LONGEST_NAME) {
        return Some("a name in it is longer than 255 bytes");
    }
    // File systems that ignore case would take `.Stackgen` for the same folder.
    if path.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(OWN_FOLDER)) {
        return Some("`.stackgen` is stackgen's own folder");
    }
    None
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for RelPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RelPath {
    type Error = String;

    fn try_from(path: String) -> Result<Self, String> {
        Self::new(path)
    }
}

impl From<RelPath> for String {
    fn from(path: RelPath) -> Self {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_plain_relative_paths() {
        for path in [
            "a",
            "prometheus/rules/node.yml",
            "a b/ü.md",
            "..a/b..",
            "a/.stackgen",
            ".stackgenx/a",
            "-rf",
            "a:b",
        ] {
            assert_eq!(RelPath::new(path).unwrap().as_str(), path);
        }
    }

    #[track_caller]
    fn refused(path: &str, reason: &str) {
        let error = RelPath::new(path).unwrap_err();
        assert!(error.ends_with(reason), "{error}");
    }

    #[test]
    fn refuses_everything_that_could_lead_elsewhere() {
        let parts = "a part of it is empty, `.` or `..`";
        let own = "`.stackgen` is stackgen's own folder";
        refused("", "it is empty");
        refused("/etc/passwd", "it is absolute");
        refused("//x", "it is absolute");
        refused("..", parts);
        refused("../x", parts);
        refused("a/../../x", parts);
        refused("a/..", parts);
        refused("./a", parts);
        refused("a/./b", parts);
        refused("a//b", parts);
        refused("a/", parts);
        refused("a\\..\\b", "it holds a backslash; folders are separated by `/`");
        refused("a\0b", "it holds a control character");
        refused("a\nb", "it holds a control character");
        refused("a\u{1b}[2J", "it holds a control character");
        refused("a\u{9b}2J", "it holds a control character");
        refused(".stackgen", own);
        refused(".stackgen/manifest.json", own);
        refused(".StackGen/x", own);
        refused(&"x".repeat(256), "a name in it is longer than 255 bytes");
    }

    #[test]
    fn an_error_shows_no_raw_control_character() {
        let error = RelPath::new("a\u{1b}[2J").unwrap_err();
        assert!(!error.contains('\u{1b}'), "{error}");
    }

    #[test]
    fn lists_its_folders_outermost_first() {
        let path = RelPath::new("a/bc/d").unwrap();
        assert_eq!(path.folders().collect::<Vec<_>>(), ["a", "a/bc"]);
        assert_eq!(RelPath::new("a").unwrap().folders().count(), 0);
    }
}

//! What a plan changes, as a unified diff.

use std::fmt;

use similar::{ChangeTag, TextDiff};

use super::change::Old;
use super::{Change, Plan, State};
use crate::value::unix_lines;
use std::borrow::Cow;

/// The longest file that is compared line by line, in bytes: one that is wholly mixed up takes
/// more than half a second, and four times the length ten times as long.
const LONGEST_TEXT: usize = 1 << 20;

/// The unified diff from what is on disk to what is rendered, printed with `Display`.
///
/// Files are named `a/PATH` and `b/PATH`, or `/dev/null`. A file that is not UTF-8, or too long to be
/// compared by lines, takes one line; so does one in which only line endings differ.
#[derive(Debug)]
pub struct Diff<'p> {
    plan: &'p Plan<'p>,
    /// Only what somebody edited, whatever became of the line endings.
    edits: bool,
}

impl<'p> Diff<'p> {
    pub(super) fn new(plan: &'p Plan<'p>) -> Self {
        Self { plan, edits: false }
    }

    pub(super) fn of_edits(plan: &'p Plan<'p>) -> Self {
        Self { plan, edits: true }
    }

    fn shows(&self, state: State) -> bool {
        match state {
            State::Unchanged | State::KeepEdited => false,
            State::Edited(_) => true,
            State::Create | State::Update | State::Remove => !self.edits,
        }
    }
}

impl fmt::Display for Diff<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut changes = self.plan.changes().filter(|it| self.shows(it.state()));
        changes.try_for_each(|change| file(f, change, self.edits))
    }
}

/// The unified diff of two texts of one file, `None` before there is one; nothing if they are the same.
pub fn unified(name: &str, old: Option<&str>, new: &str) -> String {
    if old == Some(new) {
        return String::new();
    }
    let a = if old.is_some() { format!("a/{name}") } else { "/dev/null".to_owned() };
    let old = old.unwrap_or_default();
    if old.len().max(new.len()) > LONGEST_TEXT {
        return format!("{a} ({} bytes) and b/{name} ({} bytes) differ\n", old.len(), new.len());
    }
    Text { a: &a, b: &format!("b/{name}"), old, new }.to_string()
}

/// Two texts of one file.
struct Text<'t> {
    a: &'t str,
    b: &'t str,
    old: &'t str,
    new: &'t str,
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "--- {}\n+++ {}", self.a, self.b)?;
        lines(f, self.old, self.new)
    }
}

/// One side of a comparison.
enum Side<'a> {
    Nothing,
    Text(&'a str),
    /// With its length in bytes.
    Binary(u64),
}

impl<'a> Side<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) if bytes.len() <= LONGEST_TEXT && !text.contains('\0') => Self::Text(text),
            _ => Self::Binary(bytes.len() as u64),
        }
    }

    fn name(&self, prefix: &str, change: &Change<'_>) -> String {
        match self {
            Self::Nothing => "/dev/null".into(),
            _ => format!("{prefix}/{}", change.path),
        }
    }

    /// The text; no text is no lines. `None` for a binary file.
    fn text(&self) -> Option<&'a str> {
        match self {
            Self::Nothing => Some(""),
            Self::Text(text) => Some(text),
            Self::Binary(_) => None,
        }
    }

    fn len(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Text(text) => text.len() as u64,
            Self::Binary(len) => *len,
        }
    }
}

/// `lenient` if line endings do not count.
fn file(f: &mut fmt::Formatter<'_>, change: &Change<'_>, lenient: bool) -> fmt::Result {
    let unix = match &change.old {
        Old::Bytes(bytes) => unix_lines(bytes),
        _ => Cow::Borrowed(&[][..]),
    };
    let same_but_for_ends = change.new.is_some_and(|new| *unix == *new);
    let old = match &change.old {
        Old::Absent | Old::Same => Side::Nothing,
        Old::Bytes(_) if lenient => Side::of(&unix),
        Old::Bytes(bytes) => Side::of(bytes),
        Old::Opaque(len) => Side::Binary(*len),
    };
    let new = change.new.map_or(Side::Nothing, Side::of);
    let (a, b) = (old.name("a", change), new.name("b", change));
    if same_but_for_ends && old.len() > 0 {
        return writeln!(f, "Only the line endings of {a} and {b} differ");
    }
    match (old.text(), new.text()) {
        (Some(old), Some(new)) => {
            writeln!(f, "--- {a}\n+++ {b}")?;
            lines(f, old, new)
        }
        _ => writeln!(
            f,
            "Binary files {a} ({} bytes) and {b} ({} bytes) differ",
            old.len(),
            new.len()
        ),
    }
}

fn lines(f: &mut fmt::Formatter<'_>, old: &str, new: &str) -> fmt::Result {
    // Only `\n` ends a line, as in every program that reads diffs.
    let old: Vec<_> = old.split_inclusive('\n').collect();
    let new: Vec<_> = new.split_inclusive('\n').collect();
    let diff = TextDiff::from_slices(&old, &new);
    for hunk in diff.unified_diff().iter_hunks() {
        writeln!(f, "{}", hunk.header())?;
        for change in hunk.iter_changes() {
            let mark = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let line = change.value();
            write!(f, "{mark}{line}")?;
            if !line.ends_with('\n') {
                writeln!(f, "\n\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// Which of the [`Sources`] a [`Span`] points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in one source, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The place of what stands in no text, such as a default. Reports leave it out.
    pub const NOWHERE: Self = Self { source: SourceId(u32::MAX), start: 0, end: 0 };

    /// A span over `range` of `source`. Sources are limited to 4 GiB, so positions fit 32 bits.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        let clamp = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { source, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A file that was read, or a file that is part of the program.
#[derive(Clone, Debug)]
pub struct Source {
    /// What to call it in a report: a path as the user gave it, or `<preset standard>`.
    pub name: String,
    /// Its text.
    pub text: Cow<'static, str>,
}

/// A line and a column, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// The text of every file that was read, for reports that quote it.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    /// For each file where its lines start, once somebody asks.
    lines: Vec<OnceLock<Vec<usize>>>,
    hidden: Vec<Span>,
}

impl Sources {
    /// Adds a file and says how spans shall refer to it.
    ///
    /// # Panics
    /// With the 2^32nd file.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Cow<'static, str>>) -> SourceId {
        let id = u32::try_from(self.files.len()).expect("fewer than 2^32 files are read");
        self.files.push(Source { name: name.into(), text: text.into() });
        self.lines.push(OnceLock::new());
        SourceId(id)
    }

    /// The file behind an id.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// The text under a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.range()).unwrap_or("")
    }

    /// Marks a span as secret: no report will quote it.
    pub fn hide(&mut self, span: Span) {
        self.hidden.push(span);
    }

    /// Where a span starts, for people.
    pub fn position(&self, span: Span) -> Position {
        let text = &self.get(span.source).text;
        let before = text.get(..span.start as usize).unwrap_or(text);
        let starts = self.lines[span.source.0 as usize].get_or_init(|| {
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        });
        // The first line starts at 0, so there is one.
        let line = starts.partition_point(|start| *start <= before.len());
        Position { line, column: before[starts[line - 1]..].chars().count() + 1 }
    }

    /// The text of a file with everything hidden in it replaced by `*`, byte for byte, so that
    /// positions stay where they are.
    pub(crate) fn shown(&self, id: SourceId) -> Cow<'_, str> {
        let text = &self.get(id).text;
        let mut spans = self.hidden.iter().filter(|span| span.source == id).peekable();
        if spans.peek().is_none() {
            return Cow::Borrowed(text);
        }
        let mut bytes = text.clone().into_owned().into_bytes();
        for span in spans {
            for byte in &mut bytes[span.range()] {
                if *byte != b'\n' {
                    *byte = b'*';
                }
            }
        }
        Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &'static str, start: usize, line: usize, column: usize) {
        let mut sources = Sources::default();
        let id = sources.add("f", text);
        let at = sources.position(Span::new(id, start..start));
        assert_eq!(at, Position { line, column });
    }

    #[test]
    fn positions_count_lines_and_characters() {
        case("", 0, 1, 1);
        case("a\nb", 2, 2, 1);
        case("é = 1\n", 3, 1, 3);
        case("a\n\nb", 2, 2, 1);
        case("a", 99, 1, 2);
    }

    #[test]
    fn hidden_text_is_never_shown() {
        let mut sources = Sources::default();
        let id = sources.add("f", "key = \"hunter2\"\n");
        sources.hide(Span::new(id, 6..15));
        assert_eq!(sources.shown(id), "key = *********\n");
    }
}

//! A text as lines: what is blank, what is a comment, and how its lines end.

use std::borrow::Cow;

const MARK: char = '\u{feff}';

/// A text in which every line ends with `\n`, byte for byte as long as the original, so that a place in one is
/// a place in the other. Spaces stand for byte order marks and for what else is at the end of a line.
#[derive(Clone, Debug)]
pub(super) struct Page {
    plain: String,
    /// Where the first line begins: behind the byte order mark.
    start: usize,
    /// How lines end.
    end: &'static str,
}

impl Page {
    pub(super) fn of(text: &str) -> Self {
        let start = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
        let old_mac = text.contains('\r') && !text.contains('\n');
        let end = match text.find('\n') {
            _ if old_mac => "\r",
            Some(at) if text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        };
        let mut plain = " ".repeat(start);
        plain.push_str(&text[start..]);
        if old_mac {
            plain = plain.replace('\r', "\n");
        }
        // What was converted twice has more than one.
        while plain.contains("\r\r\n") {
            plain = plain.replace("\r\r\n", " \r\n");
        }
        Self { plain, start, end }
    }

    /// The text to be read.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// Where the first line begins.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// How long it is.
    pub(super) fn len(&self) -> usize {
        self.plain.len()
    }

    /// How lines end.
    pub(super) fn line_end(&self) -> &'static str {
        self.end
    }

    /// A text with `\n` at the end of its lines, with those of this page.
    pub(super) fn adapted<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = if text.contains('\r') {
            Cow::Owned(text.replace("\r\n", "\n"))
        } else {
            Cow::Borrowed(text)
        };
        if self.end == "\n" { text } else { Cow::Owned(text.replace('\n', self.end)) }
    }

    /// Where the line of a place begins.
    pub(super) fn begin(&self, at: usize) -> usize {
        self.plain[..at].rfind('\n').map_or(self.start, |newline| newline + 1)
    }

    /// Where the line after that of a place begins.
    pub(super) fn next(&self, at: usize) -> usize {
        self.plain[at..].find('\n').map_or(self.len(), |newline| at + newline + 1)
    }

    /// The white space at the beginning of a place's line.
    pub(super) fn indent(&self, at: usize) -> &str {
        let line = &self.plain[self.begin(at)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether the line that begins here is blank.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.plain[at..self.next(at)].trim().is_empty()
    }

    /// Whether the line that begins here is a comment.
    pub(super) fn is_comment(&self, at: usize) -> bool {
        self.plain[at..self.next(at)].trim_start().starts_with('#')
    }

    /// Whether the text up to a place ends within a line.
    pub(super) fn is_within_line(&self, at: usize) -> bool {
        at > self.start && !self.plain[..at].ends_with('\n')
    }

    /// Where those of the lines before a place begin that are as wanted, back to `from` at most.
    pub(super) fn back(
        &self,
        at: usize,
        from: usize,
        wanted: impl Fn(&Self, usize) -> bool,
    ) -> usize {
        let mut at = at;
        while at > from {
            let line = self.begin(at - 1);
            if line < from || !wanted(self, line) {
                break;
            }
            at = line;
        }
        at
    }

    /// Where those of the lines from a place end that are as wanted, at `to` at most.
    pub(super) fn ahead(
        &self,
        at: usize,
        to: usize,
        wanted: impl Fn(&Self, usize) -> bool,
    ) -> usize {
        let mut at = at;
        while at < to && wanted(self, at) {
            at = self.next(at).min(to);
        }
        at
    }

    /// What follows white space, line ends and comments.
    pub(super) fn skip(&self, at: usize) -> usize {
        let mut at = at;
        loop {
            let rest = &self.plain[at..];
            at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            if !self.plain[at..].starts_with('#') {
                return at;
            }
            at = self.next(at);
        }
    }
}

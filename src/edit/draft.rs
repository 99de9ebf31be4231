use super::layout::{self, Form, Pair, Part, Written};
use super::literal::{self, dotted, is_value};
use super::page::Page;
use super::{Refusal, Unreadable};
use std::ops::Range;

/// A text of TOML that is being edited.
#[derive(Clone, Debug)]
pub struct Draft {
    text: String,
    pub(super) page: Page,
    pub(super) parts: Vec<Part>,
}

impl Draft {
    /// Reads a text.
    ///
    /// # Errors
    /// When it is not TOML.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let page = Page::of(text);
        let parts = layout::parts(&page).map_err(|error| Unreadable {
            message: error.message().to_owned(),
            span: error.span().unwrap_or_default(),
        })?;
        Ok(Self { text: text.to_owned(), page, parts })
    }

    /// The text as it is now.
    pub fn text(&self) -> String {
        self.text.clone()
    }

    /// The text as it is now, to look at.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a section has an entry of this name, in whatever way it is written.
    pub fn has(&self, section: &str, name: &str) -> bool {
        self.defines(&[section, name])
    }

    /// Whether anything is written for this path, or below it.
    pub fn defines(&self, path: &[&str]) -> bool {
        let below = |pair: &Pair| layout::is_below(&pair.path, path);
        self.parts.iter().any(|part| part.is_below(path) || pairs(part).into_iter().any(below))
    }

    /// The value that is written for this path, as TOML. A table has none, unless it is an inline table.
    pub fn get(&self, path: &[&str]) -> Option<&str> {
        self.written(path).map(|written| &self.text[written.span.clone()])
    }

    /// The text that is written for this path, without its quotes. `None` if there is another value.
    pub fn text_at(&self, path: &[&str]) -> Option<String> {
        literal::text(self.get(path)?)
    }

    /// The value of exactly this path.
    pub(super) fn written(&self, path: &[&str]) -> Option<&Written> {
        self.parts.iter().find_map(|part| {
            if layout::is(&part.path, path) {
                return part.value.as_ref();
            }
            let inner = pairs(part).into_iter().find(|pair| layout::is(&pair.path, path));
            inner.map(|pair| &pair.value)
        })
    }

    /// Puts another text in place of what stands there.
    ///
    /// # Errors
    /// When the whole would not be TOML any more. It is as before then.
    pub(super) fn splice(&mut self, edits: Vec<(Range<usize>, String)>) -> Result<(), Refusal> {
        let mut edits = edits;
        edits.sort_by_key(|(range, _)| range.start);
        let mut text = self.text.clone();
        for (range, new) in edits.into_iter().rev() {
            text.replace_range(range, &new);
        }
        *self = Self::read(&text).map_err(|error| Refusal::Breaks(error.message))?;
        Ok(())
    }

    /// Where the lines end of the table to which a statement belongs.
    pub(super) fn group_end(&self, index: usize) -> usize {
        let after = self.parts.iter().skip(index + 1).take_while(|part| !part.is_header());
        index + after.count()
    }

    /// Where the comment begins that stands directly above a statement.
    pub(super) fn comment_start(&self, index: usize) -> usize {
        let from = index.checked_sub(1).map_or(self.page.start(), |before| self.parts[before].end);
        self.page.back(self.parts[index].start, from, Page::is_comment)
    }

    /// Where a statement ends, with the comments directly below it. Those that stand directly above the next
    /// one belong to that.
    pub(super) fn end_with_comments(&self, index: usize) -> usize {
        let end = self.parts[index].end;
        let next = self.parts.get(index + 1).map(|part| part.start);
        let to = next.unwrap_or(self.page.len());
        let after = self.page.ahead(end, to, Page::is_comment);
        if Some(after) == next { end } else { after }
    }
}

/// Everything in the inline tables of a statement.
pub(super) fn pairs(part: &Part) -> Vec<&Pair> {
    let mut all = Vec::new();
    if let Some(written) = &part.value {
        collect(written, &mut all);
    }
    all
}

fn collect<'p>(written: &'p Written, all: &mut Vec<&'p Pair>) {
    if let Form::Inline(pairs) = &written.form {
        for pair in pairs {
            all.push(pair);
            collect(&pair.value, all);
        }
    }
}

/// A value that was given, as one line would have it.
pub(super) fn checked(value: &str) -> Result<&str, Refusal> {
    let value = value.trim();
    if is_value(value) { Ok(value) } else { Err(Refusal::NotValue(value.to_owned())) }
}

/// A path as messages have it.
pub(super) fn name(path: &[&str]) -> String {
    dotted(path)
}

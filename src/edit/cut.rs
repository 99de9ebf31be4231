//! What is taken out of a text.

use super::draft::name;
use super::inline;
use super::layout::{self, Form, Pair, Written};
use super::page::Page;
use super::{Draft, Refusal};
use std::ops::Range;

impl Draft {
    /// Takes out an entry of a section, with all its tables, the comment directly above it and the blank lines
    /// before that: the opposite of [`Draft::add`].
    ///
    /// # Errors
    /// When there is no such entry.
    pub fn remove(&mut self, section: &str, entry: &str) -> Result<(), Refusal> {
        self.cut(&[section, entry])
    }

    /// Takes out a key, or a whole table. A table of its own that has no keys any more goes too.
    ///
    /// # Errors
    /// When it is not written.
    pub fn unset(&mut self, path: &[&str]) -> Result<(), Refusal> {
        self.cut(path)?;
        let [section, _, ..] = path else { return Ok(()) };
        let header = self.parts.iter().position(|part| layout::is(&part.path, &[section]));
        let Some(header) = header.filter(|at| self.parts[*at].is_header()) else { return Ok(()) };
        let alone = self.parts.iter().filter(|part| part.is_below(&[section])).count() == 1;
        let bare = self.comment_start(header) == self.parts[header].start
            && self.end_with_comments(header) == self.parts[header].end
            && !self.page.plain()[self.parts[header].start..self.parts[header].end].contains('#');
        if alone && bare { self.cut(&[section]) } else { Ok(()) }
    }

    fn cut(&mut self, path: &[&str]) -> Result<(), Refusal> {
        if !self.defines(path) {
            return Err(Refusal::Missing(name(path)));
        }
        let mut ranges: Vec<Range<usize>> =
            self.runs(path).into_iter().map(|run| self.lines(&run)).collect();
        for part in self.parts.iter().filter(|part| !part.is_below(path)) {
            ranges.extend(part.value.iter().flat_map(|value| inner(&self.page, value, path)));
        }
        self.splice(ranges.into_iter().map(|range| (range, String::new())).collect())
    }

    /// The statements below a path, those in a row together.
    fn runs(&self, path: &[&str]) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in (0..self.parts.len()).filter(|at| self.parts[*at].is_below(path)) {
            match runs.last_mut() {
                Some(last) if last.end == at => last.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        runs
    }

    /// The lines to take away with statements in a row.
    fn lines(&self, run: &Range<usize>) -> Range<usize> {
        let (first, last) = (run.start, run.end - 1);
        let is_table = self.parts[first].is_header();
        let floor = first.checked_sub(1).map_or(self.page.start(), |before| self.parts[before].end);
        let start = if self.owns_comment(run) {
            self.comment_start(first)
        } else {
            self.parts[first].start
        };
        let end = if is_table { self.end_with_comments(last) } else { self.parts[last].end };
        let above = self.page.back(start, floor, Page::is_blank);
        let next = self.parts.get(run.end).map_or(self.page.len(), |part| part.start);
        let below = self.page.ahead(end, next, Page::is_blank);
        if above == self.page.start() {
            // Nothing stands before it.
            return start..if below < self.page.len() { below } else { end };
        }
        if !is_table && below == end && end < self.page.len() {
            return start..end;
        }
        self.with_last_end(above..end)
    }

    /// The end of the line before goes too, where the text ends without one.
    fn with_last_end(&self, range: Range<usize>) -> Range<usize> {
        if range.end < self.page.len() || !self.page.is_within_line(range.end) {
            return range;
        }
        let above = self.as_str()[..range.start].trim_end_matches('\n');
        let before = above.trim_end_matches('\r');
        before.len().max(self.page.start())..range.end
    }

    /// Whether the comment above statements is about nothing else: not about keys that follow in the same
    /// block of lines.
    fn owns_comment(&self, run: &Range<usize>) -> bool {
        if self.parts[run.start].is_header() {
            return true;
        }
        let end = self.parts[run.end - 1].end;
        self.parts.get(run.end).is_none_or(|next| next.is_header() || next.start > end)
    }
}

/// The bytes to take away within a value.
fn inner(page: &Page, written: &Written, path: &[&str]) -> Vec<Range<usize>> {
    let Form::Inline(pairs) = &written.form else { return vec![] };
    let gone = |pair: &Pair| layout::is_below(&pair.path, path);
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < pairs.len() {
        let pair = &pairs[at];
        if !gone(pair) {
            ranges.extend(inner(page, &pair.value, path));
            at += 1;
            continue;
        }
        let count = pairs[at..].iter().take_while(|pair| gone(pair)).count();
        let before = at.checked_sub(1).map(|before| &pairs[before].value.span);
        let whole = pair.value.span.start..pairs[at + count - 1].value.span.end;
        ranges.push(inline::cut(page, &written.span, before, &whole));
        at += count;
    }
    ranges
}

//! The value of one key.

use super::draft::{checked, name};
use super::inline::append;
use super::layout::{self, Form, Part};
use super::literal::{dotted, same};
use super::section::{header_len, rank};
use super::{Draft, Refusal};
use std::ops::Range;

impl Draft {
    /// Sets a key to a value, which is given as TOML. A value that is written is replaced where it stands, in
    /// whatever form. A new one goes into the table to which it belongs, or into a new table.
    ///
    /// # Errors
    /// When the path leads to a table, or through what is not one, or when the value is not TOML.
    pub fn set(&mut self, path: &[&str], value: &str) -> Result<(), Refusal> {
        let value = self.page.adapted(checked(value)?).into_owned();
        if let Some(written) = self.written(path) {
            let span = written.span.clone();
            if same(&self.page.plain()[span.clone()], &value) {
                return Ok(());
            }
            return self.replace(span, value);
        }
        if self.defines(path) {
            return Err(Refusal::IsTable(name(path)));
        }
        for len in (1..path.len()).rev() {
            if let Some(done) = self.set_in(path, len, &value) {
                return done;
            }
        }
        self.set_anew(path, &value)
    }

    /// Replaces a value. The comments in it move above its statement.
    fn replace(&mut self, span: Range<usize>, value: String) -> Result<(), Refusal> {
        let comments = self.comments(&span);
        let line = self.page.line_end();
        let mut edits = vec![(span.clone(), value)];
        let statement =
            self.parts.iter().find(|part| part.start <= span.start && span.end <= part.end);
        if let Some(start) = statement.map(|part| part.start).filter(|_| !comments.is_empty()) {
            let indent = self.page.indent(start);
            let lines: String = comments.iter().map(|it| format!("{indent}{it}{line}")).collect();
            edits.push((start..start, lines));
        }
        self.splice(edits)
    }

    /// The comments in a value, in order.
    fn comments(&self, span: &Range<usize>) -> Vec<String> {
        let gaps = match self.form_at(span) {
            Some(Form::Array(items)) => gaps(span, items.iter().cloned()),
            Some(Form::Inline(pairs)) => {
                let values = pairs.iter().map(|pair| pair.value.span.clone());
                gaps(span, values)
            }
            _ => vec![],
        };
        let lines = gaps.iter().flat_map(|gap| self.page.plain()[gap.clone()].lines());
        let comments = lines.filter_map(|line| Some(line[line.find('#')?..].trim_end().to_owned()));
        comments.collect()
    }

    fn form_at(&self, span: &Range<usize>) -> Option<&Form> {
        let values = self.parts.iter().filter_map(|part| part.value.as_ref());
        let inner = self.parts.iter().flat_map(super::draft::pairs).map(|pair| &pair.value);
        values.chain(inner).find(|written| written.span == *span).map(|written| &written.form)
    }

    /// Adds a key to the table that the first keys of its path lead to. `None` if that is not written, or only
    /// by the headers of tables in it.
    fn set_in(&mut self, path: &[&str], len: usize, value: &str) -> Option<Result<(), Refusal>> {
        let (table, rest) = path.split_at(len);
        if let Some(written) = self.written(table) {
            let Form::Inline(pairs) = &written.form else {
                return Some(Err(Refusal::NotTable(name(table))));
            };
            let items: Vec<_> = pairs.iter().map(|pair| pair.value.span.clone()).collect();
            let new = format!("{} = {value}", dotted(rest));
            let edits = append(&self.page, &written.span, &items, &new);
            return Some(self.splice(edits));
        }
        let header =
            self.parts.iter().rposition(|part| part.is_header() && layout::is(&part.path, table));
        if let Some(header) = header {
            let new = format!("{} = {value}", dotted(rest));
            return Some(self.insert_line(self.group_end(header), &new));
        }
        let like = self.parts.iter().rposition(|part| !part.is_header() && part.is_below(table))?;
        let header = self.parts[..like].iter().rfind(|part| part.is_header());
        let above = header.map_or(0, |header| header.path.len());
        if above > table.len() {
            return None;
        }
        let new = format!("{} = {value}", dotted(&path[above..]));
        Some(self.insert_line(like, &new))
    }

    /// Writes a line below a statement, and below all of it that stands in its table.
    fn insert_line(&mut self, after: usize, new: &str) -> Result<(), Refusal> {
        let part = &self.parts[after];
        let (at, indent) = (part.end, self.page.indent(part.start).to_owned());
        let line = self.page.line_end();
        let new = if self.page.is_within_line(at) {
            format!("{line}{indent}{new}")
        } else {
            format!("{indent}{new}{line}")
        };
        self.splice(vec![(at..at, new)])
    }

    /// Writes a key of which no table is written yet.
    fn set_anew(&mut self, path: &[&str], value: &str) -> Result<(), Refusal> {
        let Some(first) = path.first() else { return Err(Refusal::Missing(String::new())) };
        let (header, rest) = path.split_at(header_len(path));
        let new = format!("{} = {value}", dotted(rest));
        if !header.is_empty() {
            return self.insert_block(first, &format!("[{}]\n{new}\n", dotted(header)));
        }
        let root = self.parts.iter().take_while(|part| !part.is_header()).count();
        let earlier = |part: &Part| part.path.first().is_some_and(|it| rank(it) <= rank(first));
        match self.parts[..root].iter().rposition(earlier) {
            Some(after) => self.insert_line(after, &new),
            None => self.insert_top(&new),
        }
    }

    /// Writes a line above all statements, and below the comment that heads the text.
    fn insert_top(&mut self, new: &str) -> Result<(), Refusal> {
        let line = self.page.line_end();
        let Some(first) = self.parts.first() else {
            let at = self.page.len();
            let before = if self.page.is_within_line(at) { line } else { "" };
            return self.splice(vec![(at..at, format!("{before}{new}{line}"))]);
        };
        let blank = if first.is_header() { line } else { "" };
        let at = self.comment_start(0);
        self.splice(vec![(at..at, format!("{new}{line}{blank}"))])
    }
}

/// What stands between the items of a list.
fn gaps(list: &Range<usize>, items: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut from = list.start;
    for item in items {
        gaps.push(from..item.start);
        from = item.end;
    }
    gaps.push(from..list.end);
    gaps
}

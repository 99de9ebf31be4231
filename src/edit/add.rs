//! A new entry of a section.

use super::draft::name;
use super::layout::{self, Part};
use super::page::Page;
use super::section::rank;
use super::{Draft, Refusal};
use crate::value::unix_text;
use toml_edit::{DocumentMut, Item};

impl Draft {
    /// Adds an entry to a section. `block` is its text, with its header and its comments. It follows the
    /// section's last entry, or stands where such a section usually stands, with a blank line around it if the
    /// text has such lines between its tables.
    ///
    /// # Errors
    /// When there is such an entry already, or when the block is not the text of this entry alone.
    pub fn add(&mut self, section: &str, entry: &str, block: &str) -> Result<(), Refusal> {
        let path = [section, entry];
        if self.defines(&path) {
            return Err(Refusal::Exists(name(&path)));
        }
        let block = unix_text(block.to_owned());
        let Ok(parts) = layout::parts(&Page::of(&block)) else {
            return Err(Refusal::NotEntry(name(&path)));
        };
        if parts.is_empty() || !parts.iter().all(|part| part.is_below(&path)) {
            return Err(Refusal::NotEntry(name(&path)));
        }
        if self.written(&[section]).is_some() {
            return self.add_inline(&path, &block);
        }
        self.insert_block(section, &block)
    }

    /// Writes a table with its header to where those of its section stand.
    pub(super) fn insert_block(&mut self, section: &str, block: &str) -> Result<(), Refusal> {
        let block = self.page.adapted(block.trim_matches('\n')).into_owned();
        let (line, at) = (self.page.line_end(), self.place(section));
        let before = self.page.begin(at.saturating_sub(1).max(self.page.start()));
        let has_before = at > self.page.start() && !self.page.is_blank(before);
        let new = if has_before {
            let blank = self.is_loose() || self.page.is_comment(before);
            let blank = if blank { line } else { "" };
            if self.page.is_within_line(at) {
                format!("{line}{blank}{block}")
            } else {
                format!("{blank}{block}{line}")
            }
        } else if at < self.page.len() && !self.page.is_blank(at) {
            format!("{block}{line}{line}")
        } else {
            format!("{block}{line}")
        };
        self.splice(vec![(at..at, new)])
    }

    /// Whether blank lines stand between its tables.
    fn is_loose(&self) -> bool {
        let headers = || (0..self.parts.len()).filter(|at| self.parts[*at].is_header());
        let apart = |at: usize| {
            let start = self.comment_start(at);
            start > self.page.start() && self.page.is_blank(self.page.begin(start - 1))
        };
        headers().filter(|at| *at > 0).count() == 0 || headers().any(apart)
    }

    /// Where a new table of a section belongs.
    fn place(&self, section: &str) -> usize {
        let own = |part: &Part| part.path.first().is_some_and(|first| first == section);
        let earlier = |part: &Part| part.path.first().is_some_and(|it| rank(it) < rank(section));
        let after =
            self.parts.iter().rposition(own).or_else(|| self.parts.iter().rposition(earlier));
        if let Some(after) = after {
            return self.end_with_comments(self.group_end(after));
        }
        let first = self.parts.iter().position(Part::is_header);
        let from = match (first, self.parts.len()) {
            // Keys of the root stand before all tables.
            (Some(0), _) => self.comment_start(0),
            (Some(header), _) => return self.end_with_comments(header - 1),
            (None, 0) => self.page.len(),
            (None, count) => return self.end_with_comments(count - 1),
        };
        let start = self.page.start();
        let from = if self.page.is_within_line(from) && self.page.is_blank(self.page.begin(from)) {
            self.page.begin(from)
        } else {
            from
        };
        // Behind what stands there, rather than behind the blank lines that follow it.
        match self.page.back(from, start, Page::is_blank) {
            nothing if nothing == start => from,
            after => after,
        }
    }

    /// Adds an entry to a section that is one inline table.
    fn add_inline(&mut self, path: &[&str], block: &str) -> Result<(), Refusal> {
        let not_entry = || Refusal::NotEntry(name(path));
        let document: DocumentMut = block.parse().map_err(|_| not_entry())?;
        let mut item = document.as_item();
        for key in path {
            item = item.get(key).ok_or_else(not_entry)?;
        }
        let value = match item.clone() {
            Item::Table(table) => bare(table.into_inline_table()),
            Item::Value(value) => value.to_string(),
            _ => return Err(not_entry()),
        };
        self.set(path, value.trim())
    }
}

/// An inline table without what stood around its values.
fn bare(mut table: toml_edit::InlineTable) -> String {
    fn plain(table: &mut toml_edit::InlineTable) {
        table.decor_mut().clear();
        for (mut key, value) in table.iter_mut() {
            key.leaf_decor_mut().clear();
            key.dotted_decor_mut().clear();
            value.decor_mut().clear();
            if let Some(inner) = value.as_inline_table_mut() {
                plain(inner);
            }
        }
        table.fmt();
    }
    plain(&mut table);
    table.to_string()
}

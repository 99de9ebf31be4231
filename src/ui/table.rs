use crate::diag::Color;
use crate::visible;
use console::measure_text_width;

/// What a text says of what it is about, and so its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Plain,
    /// All is well.
    Good,
    /// It may become well, or bad.
    Doubtful,
    /// Something is wrong.
    Bad,
    /// What to do.
    Help,
    /// Less important than the rest.
    Faint,
    /// What belongs to one of several names: a colour of each, by a number.
    Named(u8),
}

impl Tone {
    /// The tone of a name, always the same.
    pub fn of_name(name: &str) -> Self {
        let sum = name.bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
        // Six colours that can be read on dark and light: 31 to 36.
        Self::Named(31 + sum % 6)
    }

    /// A text in the tone's colour; as it is where there are no colours.
    pub(super) fn paint(self, text: &str, color: Color) -> String {
        let code = match self {
            Self::Plain => return text.to_owned(),
            Self::Good => "32",
            Self::Doubtful => "33",
            Self::Bad => "1;31",
            Self::Help => "36",
            Self::Faint => "2",
            Self::Named(number) => &number.to_string(),
        };
        match color {
            Color::Always => format!("\x1b[{code}m{text}\x1b[0m"),
            Color::Never => text.to_owned(),
        }
    }
}

/// A cell of a table: one line, in which nothing acts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    /// A text with a tone.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: visible::line(&text.into()).into_owned(), tone }
    }

    /// The text in its colour.
    pub(super) fn painted(&self, color: Color) -> String {
        self.tone.paint(&self.text, color)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::new(text, Tone::Plain)
    }
}

/// Rows of cells under a head. Where it is wider than the terminal, columns are left out that may be,
/// and then cells are wrapped. Nothing is cut off.
#[derive(Clone, Debug)]
pub struct Table<const N: usize> {
    head: [String; N],
    rows: Vec<[Cell; N]>,
    /// The columns that may be left out, the least important first.
    dispensable: Vec<usize>,
}

/// Between two columns.
const GAP: usize = 2;
/// A column is made no narrower than this as long as there is another way.
const NARROW: usize = 9;

impl<const N: usize> Table<N> {
    /// A table without rows.
    pub fn new(head: [&str; N]) -> Self {
        Self { head: head.map(str::to_owned), rows: vec![], dispensable: vec![] }
    }

    /// Columns that may be left out where there is too little room, the least important first.
    #[must_use]
    pub fn may_leave_out(mut self, columns: &[usize]) -> Self {
        self.dispensable = columns.to_vec();
        self
    }

    /// Adds a row.
    pub fn row(&mut self, row: [Cell; N]) {
        self.rows.push(row);
    }

    /// The table's lines. Without a width, nothing is left out or wrapped.
    pub(super) fn layout(&self, width: Option<usize>, color: Color) -> String {
        let mut columns: Vec<usize> = (0..N).collect();
        let mut widths: Vec<usize> = columns.iter().map(|column| self.natural(*column)).collect();
        let Some(width) = width else {
            return self.lines(&columns, &widths, color);
        };
        for dispensable in &self.dispensable {
            if total(&widths) > width && columns.len() > 1 {
                columns.retain(|column| column != dispensable);
                widths = columns.iter().map(|column| self.natural(*column)).collect();
            }
        }
        if columns.len() * (NARROW + GAP) > width.saturating_add(GAP) && total(&widths) > width {
            return self.one_below_the_other(&columns, width, color);
        }
        while total(&widths) > width {
            let Some(widest) = widths.iter_mut().max() else { break };
            *widest -= 1;
        }
        self.lines(&columns, &widths, color)
    }

    /// How wide a column is where there is room.
    fn natural(&self, column: usize) -> usize {
        let cells = self.rows.iter().map(|row| measure_text_width(&row[column].text));
        cells.chain([measure_text_width(&self.head[column])]).max().unwrap_or(0)
    }

    fn lines(&self, columns: &[usize], widths: &[usize], color: Color) -> String {
        let mut out = String::new();
        let head: Vec<Cell> =
            columns.iter().map(|column| self.head[*column].as_str().into()).collect();
        push_row(&mut out, &head.iter().collect::<Vec<_>>(), widths, color);
        for row in &self.rows {
            let cells: Vec<&Cell> = columns.iter().map(|column| &row[*column]).collect();
            push_row(&mut out, &cells, widths, color);
        }
        out
    }

    /// Where columns have no room side by side: a paragraph for each row.
    fn one_below_the_other(&self, columns: &[usize], width: usize, color: Color) -> String {
        let mut out = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            for (place, column) in columns.iter().enumerate() {
                let cell = &row[*column];
                let head = if place == 0 { "" } else { &self.head[*column] };
                let text = format!("{head} {}", cell.text);
                let indent = if place == 0 { 0 } else { 1.min(width - 1) };
                for line in wrap(text.trim(), width - indent) {
                    let painted = cell.tone.paint(&visible::line(&line), color);
                    out.extend([&" ".repeat(indent), &painted, "\n"]);
                }
            }
        }
        out
    }
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

fn push_row(out: &mut String, cells: &[&Cell], widths: &[usize], color: Color) {
    let wrapped: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|(cell, width)| wrap(&cell.text, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    for line in 0..height {
        let mut text = String::new();
        // Blanks are owed until something comes after them: no line ends in one.
        let mut owed = 0;
        for ((cell, lines), width) in cells.iter().zip(&wrapped).zip(widths) {
            let part = lines.get(line).map_or("", String::as_str);
            // What was wrapped may begin a line now.
            let part = if text.is_empty() { &*visible::line(part) } else { part };
            if !part.is_empty() {
                text.push_str(&" ".repeat(owed));
                text.push_str(&cell.tone.paint(part, color));
                owed = 0;
            }
            owed += width.saturating_sub(measure_text_width(part)) + GAP;
        }
        out.push_str(&text);
        out.push('\n');
    }
}

/// A text in lines of at most so many columns, broken between words, and within a word that is longer.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    if measure_text_width(text) <= width {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let wide = measure_text_width(word);
        if used > 0 && used + 1 + wide <= width {
            push(&mut lines, " ");
            push(&mut lines, word);
            used += 1 + wide;
            continue;
        }
        if used > 0 {
            lines.push(String::new());
            used = 0;
        }
        for c in word.chars() {
            let wide = measure_text_width(c.encode_utf8(&mut [0; 4]));
            if used + wide > width && used > 0 {
                lines.push(String::new());
                used = 0;
            }
            push(&mut lines, c.encode_utf8(&mut [0; 4]));
            used += wide;
        }
    }
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table<3> {
        let mut table = Table::new(["SERVICE", "STATE", "IMAGE"]).may_leave_out(&[2]);
        table.row([
            "prometheus".into(),
            Cell::new("running", Tone::Good),
            "prom/prometheus:v3".into(),
        ]);
        table.row(["db".into(), Cell::new("exited", Tone::Bad), "postgres:17".into()]);
        table
    }

    #[test]
    fn a_pipe_gets_all_of_it() {
        let expected = "SERVICE     STATE    IMAGE\n\
            prometheus  running  prom/prometheus:v3\n\
            db          exited   postgres:17\n";
        assert_eq!(table().layout(None, Color::Never), expected);
        assert_eq!(table().layout(Some(80), Color::Never), expected);
    }

    #[test]
    fn what_has_no_room_is_left_out_and_then_wrapped() {
        let expected = "SERVICE     STATE\nprometheus  running\ndb          exited\n";
        assert_eq!(table().layout(Some(30), Color::Never), expected);
        let mut all = table();
        all.dispensable.clear();
        let expected = "SERVICE     STATE    IMAGE\n\
            prometheus  running  prom/promet\n\
            \x20                    heus:v3\n\
            db          exited   postgres:17\n";
        assert_eq!(all.layout(Some(32), Color::Never), expected);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let mut all = table();
        all.dispensable.clear();
        all.row(["データベース".into(), "läuft".into(), "a text of several words".into()]);
        for width in 1..60 {
            for line in all.layout(Some(width), Color::Never).lines() {
                // A wide character does not fit into one column, whatever is done.
                assert!(measure_text_width(line) <= width.max(2), "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn wide_characters_count_twice_and_colours_not_at_all() {
        let mut wide = Table::new(["NAME", "X"]);
        wide.row(["データ".into(), "1".into()]);
        wide.row([Cell::new("ab", Tone::Good), "2".into()]);
        assert_eq!(wide.layout(None, Color::Never), "NAME    X\nデータ  1\nab      2\n");
        let painted = wide.layout(None, Color::Always);
        assert_eq!(painted.lines().nth(2), Some("\x1b[32mab\x1b[0m      2"));
    }

    #[test]
    fn texts_are_broken_between_words() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
    }
}

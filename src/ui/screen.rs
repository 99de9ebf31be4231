use super::document::Document;
use super::table::{Cell, Table, Tone};
use crate::diag::{self, Color, Diagnostics, Sources};
use crate::report::{Failure, Outcome};
use crate::visible;
use clap::ValueEnum;
use console::{Term, strip_ansi_codes};
use serde::Serialize;
use std::io::{IsTerminal as _, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For machines: one JSON document, see `stackgen schema report`.
    Json,
}

/// Standard output for data, standard error for everything else.
///
/// With [`Format::Json`], the data is one document: the result, what failed and the diagnostics are kept
/// until [`Screen::finish`] prints them, and what is for people only goes nowhere.
///
/// Texts are others' in part: what they have in them that would do something on a terminal or in the log of a
/// CI job is written out here ([`visible`]), and only then are they given colours.
///
/// A reader that went away is no error: what it did not want is not written.
#[derive(Debug)]
pub struct Screen {
    format: Format,
    quiet: bool,
    verbose: bool,
    /// Colours on standard error.
    color: Color,
    /// Colours on standard output.
    data_color: Color,
    document: Mutex<Document>,
    /// What is said while a frame is made, instead of printing it.
    frame: Mutex<Option<String>>,
}

impl Screen {
    /// A screen that says as much as the user wants. Colours only on a terminal, and not with
    /// `NO_COLOR`.
    pub fn new(format: Format, quiet: bool, verbose: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let color = |on: bool| if wanted && on { Color::Always } else { Color::Never };
        Self {
            format,
            quiet,
            verbose,
            color: color(std::io::stderr().is_terminal()),
            data_color: color(std::io::stdout().is_terminal()),
            document: Mutex::default(),
            frame: Mutex::default(),
        }
    }

    /// The format of the output.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether the user wants to hear of errors only.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Whether the user wants to hear more.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Data for people, in lines of its own.
    pub fn data(&self, text: &str) {
        self.shown(&visible::text(text));
    }

    /// Data for people: one line, whatever is in it.
    pub fn row(&self, text: &str) {
        self.shown(&(visible::line(text) + "\n"));
    }

    /// One line of data for people, of parts in their tones.
    pub fn painted_row(&self, parts: &[Cell]) {
        let mut line = String::new();
        for part in parts {
            line.push_str(&part.painted(self.data_color));
        }
        self.shown(&(line + "\n"));
    }

    fn shown(&self, harmless: &str) {
        if self.format == Format::Human {
            self.write(harmless);
        }
    }

    /// Data in a form of its own, whatever the format, without a word of others in it: a script, a page.
    pub fn own(&self, text: &str) {
        self.write(text);
    }

    fn write(&self, text: &str) {
        match &mut *lock(&self.frame) {
            Some(frame) => frame.push_str(text),
            None => {
                let _ = std::io::stdout().lock().write_all(text.as_bytes());
            }
        }
    }

    /// The result, for machines.
    pub fn result(&self, result: &impl Serialize) {
        if self.format == Format::Json {
            lock(&self.document).result = serde_json::to_value(result).ok();
        }
    }

    /// A document of its own on one line, where there are many, for machines.
    pub fn line(&self, value: &impl Serialize) {
        if self.format == Format::Json {
            lock(&self.document).lines = true;
            let text = serde_json::to_string(value).unwrap_or_default() + "\n";
            self.write(&visible::json(&text));
        }
    }

    /// A document in JSON of a form of its own, whatever the format.
    pub fn json(&self, value: &serde_json::Value) {
        self.write(&visible::json(&format!("{value:#}\n")));
    }

    /// Whether each of several documents is one line.
    pub fn lines(&self) {
        lock(&self.document).lines = true;
    }

    /// Prints the document of a run, for machines.
    pub fn finish(&self, verb: Option<&str>, outcome: Outcome) {
        if self.format == Format::Json {
            let mut document = lock(&self.document);
            let text = document.text(verb, outcome);
            self.write(&visible::json(&text));
        }
    }

    /// How many columns standard output has, if it is a terminal.
    pub fn width(&self) -> Option<usize> {
        Term::stdout().size_checked().map(|(_, columns)| usize::from(columns))
    }

    /// Whether there is somebody who can be asked.
    pub fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Data in columns, no wider than the terminal.
    pub fn table<const N: usize>(&self, head: [&str; N], rows: &[[String; N]]) {
        let mut table = Table::new(head);
        for row in rows {
            table.row(row.each_ref().map(|cell| cell.as_str().into()));
        }
        self.print_table(&table);
    }

    /// A table, no wider than the terminal.
    pub fn print_table<const N: usize>(&self, table: &Table<N>) {
        self.shown(&table.layout(self.width(), self.data_color));
    }

    /// Something to know.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.say("", text);
        }
    }

    /// An empty line, between what people read.
    pub fn gap(&self) {
        self.passage("");
    }

    /// Something to know that has lines of its own, such as what a program said.
    pub fn passage(&self, text: &str) {
        if !self.quiet {
            self.put(&visible::text(text));
        }
    }

    /// What came of it, for people; machines read the result.
    pub fn summary(&self, text: &str) {
        if self.format == Format::Human {
            self.note(text);
        }
    }

    /// Something that only who wants to hear more wants to know.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            self.put(&Tone::Faint.paint(&message("", text), self.color));
        }
    }

    /// What to do now.
    pub fn hint(&self, text: &str) {
        if let Some(last) = lock(&self.document).errors.last_mut() {
            last.help.push(text.to_owned());
        }
        if !self.quiet {
            self.say(&Tone::Help.paint("help:", self.color), text);
        }
    }

    /// Why it did not work.
    pub fn failure(&self, failure: Failure) {
        self.say(&Tone::Bad.paint("error:", self.color), &failure.message);
        lock(&self.document).errors.push(failure);
    }

    /// Why it did not work, for machines only: people were told already.
    pub fn keep(&self, failure: Failure) {
        lock(&self.document).errors.push(failure);
    }

    /// Clears the line that is being drawn on a terminal, if one is.
    pub fn clear_line(&self) {
        let term = Term::stderr();
        if term.is_term() && !self.quiet {
            let _ = term.clear_line();
        }
    }

    /// What is wrong with a spec, for people; for machines it is part of the document.
    pub fn diagnostics(&self, diagnostics: &Diagnostics, sources: &Sources) {
        if self.format == Format::Json {
            lock(&self.document).diagnostics = diag::records(diagnostics, sources);
            return;
        }
        let silent = self.quiet && !diagnostics.has_errors();
        if !silent && !diagnostics.is_empty() {
            self.put(diag::report(diagnostics, sources, self.color).trim_end());
        }
    }

    /// What `show` says, instead of printing it.
    pub(super) fn captured(&self, show: impl FnOnce()) -> String {
        *lock(&self.frame) = Some(String::new());
        show();
        lock(&self.frame).take().unwrap_or_default()
    }

    /// Says something behind a word of our own.
    fn say(&self, head: &str, text: &str) {
        self.put(&message(head, text));
    }

    /// Colours on standard error.
    pub(super) fn color(&self) -> Color {
        self.color
    }

    /// Puts what is harmless on standard error.
    pub(super) fn put(&self, harmless: &str) {
        let text = harmless.trim_end_matches('\n');
        match &mut *lock(&self.frame) {
            Some(frame) => {
                frame.push_str(text);
                frame.push('\n');
            }
            None => {
                let _ = writeln!(std::io::stderr().lock(), "{text}");
            }
        }
    }
}

/// A message behind a word of our own. Only its first line begins a line: nobody who has a part in it can
/// make another message of the rest.
fn message(head: &str, text: &str) -> String {
    let blank = if head.is_empty() { "" } else { " " };
    let text = visible::text(text.trim_end_matches('\n'));
    format!("{head}{blank}{}", text.replace('\n', "\n  "))
}

/// A text without colours, to be measured or compared.
pub(super) fn plain(text: &str) -> String {
    strip_ansi_codes(text).into_owned()
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn a_message_begins_one_line() {
        for (head, text, expected) in [
            ("error:", "it fails", "error: it fails"),
            ("", "a\nerror: b\n", "a\n  error: b"),
            ("", "::error::a", "\\u{3a}:error::a"),
            ("error:", "a\r\n::error::b", "error: a\\u{d}\n  \\u{3a}:error::b"),
        ] {
            assert_eq!(message(head, text), expected);
        }
    }
}

use super::document::Document;
use super::table::{Table, Tone};
use crate::diag::{self, Color, Diagnostics, Sources};
use crate::report::{Failure, Outcome};
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

    /// Data for people, as it is.
    pub fn data(&self, text: &str) {
        if self.format == Format::Human {
            self.write(text);
        }
    }

    /// Data in a form of its own, whatever the format: a schema, a script, a page.
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
            self.write(&(serde_json::to_string(value).unwrap_or_default() + "\n"));
        }
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
            self.write(&text);
        }
    }

    /// A text of standard output in a colour that belongs to a name; plain where there are no colours.
    pub fn colored(&self, name: &str, text: &str) -> String {
        if self.data_color == Color::Never {
            return text.to_owned();
        }
        let sum = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
        // Six colours that can be read on dark and light: 31 to 36.
        format!("\x1b[{}m{text}\x1b[0m", 31 + sum % 6)
    }

    /// A text of standard output in the colour of its tone; plain where there are no colours.
    pub fn toned(&self, tone: Tone, text: &str) -> String {
        tone.paint(text, self.data_color)
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
        self.data(&table.layout(self.width(), self.data_color));
    }

    /// Something to know.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.say(text);
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
            self.say(&Tone::Faint.paint(text, self.color));
        }
    }

    /// What to do now.
    pub fn hint(&self, text: &str) {
        if let Some(last) = lock(&self.document).errors.last_mut() {
            last.help.push(text.to_owned());
        }
        if !self.quiet {
            self.say(&format!("{} {text}", Tone::Help.paint("help:", self.color)));
        }
    }

    /// Why it did not work.
    pub fn failed(&self, text: &str) {
        self.failure(Failure::new(text));
    }

    /// Why it did not work, with what machines can tell it by.
    pub fn failure(&self, failure: Failure) {
        self.say(&format!("{} {}", Tone::Bad.paint("error:", self.color), failure.message));
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

    /// Adds to the last failure what machines read of it.
    pub fn about_failure(&self, add: impl FnOnce(&mut Failure)) {
        if let Some(last) = lock(&self.document).errors.last_mut() {
            add(last);
        }
    }

    /// That the answer is no.
    pub fn answer_no(&self, text: &str) {
        lock(&self.document).errors.push(Failure::new(text));
        self.note(text);
    }

    /// What is wrong with a spec, for people; for machines it is part of the document.
    pub fn diagnostics(&self, diagnostics: &Diagnostics, sources: &Sources) {
        if self.format == Format::Json {
            lock(&self.document).diagnostics = diag::records(diagnostics, sources);
            return;
        }
        let silent = self.quiet && !diagnostics.has_errors();
        if !silent && !diagnostics.is_empty() {
            self.say(diag::report(diagnostics, sources, self.color).trim_end());
        }
    }

    /// What `show` says, instead of printing it.
    pub(super) fn captured(&self, show: impl FnOnce()) -> String {
        *lock(&self.frame) = Some(String::new());
        show();
        lock(&self.frame).take().unwrap_or_default()
    }

    fn say(&self, text: &str) {
        let text = text.trim_end_matches('\n');
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

/// A text without colours, to be measured or compared.
pub(super) fn plain(text: &str) -> String {
    strip_ansi_codes(text).into_owned()
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

use crate::diag::{self, Color, Diagnostics, Sources};
use clap::ValueEnum;
use serde_json::Value as Json;
use std::io::{IsTerminal as _, Write};

/// How results are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For machines.
    Json,
}

/// Standard output for data, standard error for everything else.
///
/// A reader that went away is no error: what it did not want is not written.
#[derive(Debug)]
pub struct Screen {
    format: Format,
    quiet: bool,
    verbose: bool,
    color: Color,
}

impl Screen {
    /// A screen that says as much as the user wants. Colours only on a terminal, and not with
    /// `NO_COLOR`.
    pub fn new(format: Format, quiet: bool, verbose: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let color = wanted && std::io::stderr().is_terminal();
        Self { format, quiet, verbose, color: if color { Color::Always } else { Color::Never } }
    }

    /// How results are reported.
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

    /// Data, as it is.
    pub fn data(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Data for machines.
    pub fn json(&self, value: &Json) {
        self.data(&format!("{value:#}\n"));
    }

    /// One line of data for machines, where there are many.
    pub fn json_line(&self, value: &Json) {
        self.data(&format!("{value}\n"));
    }

    /// A text of standard output in a colour that belongs to a name; plain where there are no colours.
    pub fn colored(&self, name: &str, text: &str) -> String {
        if self.color == Color::Never || !std::io::stdout().is_terminal() {
            return text.to_owned();
        }
        let sum = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
        // Six colours that can be read on dark and light: 31 to 36.
        format!("\x1b[{}m{text}\x1b[0m", 31 + sum % 6)
    }

    /// Standard output without what was there.
    pub fn clear(&self) {
        if std::io::stdout().is_terminal() {
            self.data("\x1b[H\x1b[2J");
        }
    }

    /// Whether there is somebody who can be asked.
    pub fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Asks; without an answer it is no.
    pub fn confirm(&self, question: &str) -> bool {
        dialoguer::Confirm::new().with_prompt(question).default(false).interact().unwrap_or(false)
    }

    /// Data in columns. All but the last are as wide as their widest cell.
    pub fn table<const N: usize>(&self, head: [&str; N], rows: &[[String; N]]) {
        let width = |column: usize| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.chain([head[column].chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<_> = (0..N).map(width).collect();
        let line = |cells: [&str; N]| {
            let padded: Vec<_> =
                cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            format!("{}\n", padded.join("  ").trim_end())
        };
        self.data(&line(head));
        for row in rows {
            self.data(&line(row.each_ref().map(String::as_str)));
        }
    }

    /// Something to know.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// What to do now.
    pub fn hint(&self, text: &str) {
        if !self.quiet {
            self.say(&format!("help: {text}"));
        }
    }

    /// Why it did not work.
    pub fn failed(&self, text: &str) {
        self.say(&format!("error: {text}"));
    }

    /// What is wrong with a spec, for people; for machines it is part of the result.
    pub fn diagnostics(&self, diagnostics: &Diagnostics, sources: &Sources) {
        let silent = self.quiet && !diagnostics.has_errors();
        if self.format == Format::Human && !silent && !diagnostics.is_empty() {
            self.say(diag::report(diagnostics, sources, self.color).trim_end());
        }
    }

    #[expect(clippy::unused_self, reason = "only who has a screen may speak")]
    fn say(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", text.trim_end_matches('\n'));
    }
}

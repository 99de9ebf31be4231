use super::Screen;
use super::table::{Tone, wrap};
use crate::visible;
use console::{Key, Term, truncate_str};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Error, MultiSelect, Select};
use std::fmt::Write as _;

/// What stands above a question's answers.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// The question.
    pub text: &'a str,
    /// Why it is asked.
    pub why: &'a str,
    /// Whether there is a question before it.
    pub back: bool,
}

/// What a person did at a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// They answered.
    Answer(T),
    /// They want to change the answer before.
    Back,
    /// They pressed Ctrl-C or Escape, or the terminal went away.
    Cancelled,
}

/// What goes back in a list.
const BACK: &str = "< back";
/// What is drawn in front of an item.
const MARK: usize = 8;

impl Screen {
    /// Lets a person choose one of several items.
    pub fn choose(&self, heading: &Heading<'_>, items: &[String], default: usize) -> Reply<usize> {
        let head = self.head(heading, "Up and Down move, Enter chooses, Esc cancels");
        let items = fitted(items, heading.back);
        let theme = self.theme();
        let select = Select::with_theme(&*theme).items(&items).default(default).report(false);
        let reply = answer(select.max_length(15).interact_opt());
        head.clear();
        let back = items.len() - 1;
        match reply {
            Reply::Answer(at) if heading.back && at == back => Reply::Back,
            reply => reply,
        }
    }

    /// Lets a person choose any number of items, of which some are ticked.
    pub fn choose_many(
        &self,
        heading: &Heading<'_>,
        items: &[String],
        ticked: &[bool],
    ) -> Reply<Vec<usize>> {
        let head = self.head(heading, "Space ticks, `a` ticks all, Enter goes on, Esc cancels");
        let count = items.len();
        let items = fitted(items, heading.back);
        let theme = self.theme();
        let mut select = MultiSelect::with_theme(&*theme).report(false).max_length(15);
        for (at, item) in items.iter().enumerate() {
            select = select.item_checked(item, ticked.get(at).copied().unwrap_or(false));
        }
        let reply = answer(select.interact_opt());
        head.clear();
        match reply {
            // `a` ticks the way back, too.
            Reply::Answer(chosen) if chosen.contains(&count) && chosen.len() <= count => {
                Reply::Back
            }
            Reply::Answer(chosen) => {
                Reply::Answer(chosen.into_iter().filter(|at| *at < count).collect())
            }
            reply => reply,
        }
    }

    /// Lets a person write a line; `default` is what an empty one stands for.
    ///
    /// dialoguer's own knows no Escape.
    pub fn line_of(&self, heading: &Heading<'_>, default: Option<&str>) -> Reply<String> {
        let back = if heading.back { ", `<` goes back" } else { "" };
        let head = self.head(heading, &format!("Enter goes on{back}, Esc cancels"));
        let term = Term::stderr();
        let shown = default.map(|it| format!("[{}] ", visible::line(it))).unwrap_or_default();
        let prompt = format!("> {}", Tone::Faint.paint(&shown, self.color()));
        let mut text = String::new();
        loop {
            let room = columns().saturating_sub(console::measure_text_width(&prompt) + 1);
            let seen: String = last(&text, room);
            let _ = term.clear_line();
            let _ = term.write_str(&format!("{prompt}{}", visible::line(&seen)));
            match term.read_key_raw() {
                Ok(Key::Enter) => break,
                Ok(Key::Char('\u{15}')) => text.clear(),
                Ok(Key::Char(c)) if !c.is_control() => text.push(c),
                Ok(Key::Backspace) => {
                    text.pop();
                }
                Ok(Key::Escape | Key::CtrlC) | Err(_) => {
                    let _ = term.clear_line();
                    head.clear();
                    return Reply::Cancelled;
                }
                Ok(_) => {}
            }
        }
        let _ = term.clear_line();
        head.clear();
        match text.trim() {
            "<" if heading.back => Reply::Back,
            "" => Reply::Answer(default.unwrap_or_default().to_owned()),
            text => Reply::Answer(text.to_owned()),
        }
    }

    /// Shows a question and what was answered, in place of the question.
    pub fn answered(&self, question: &str, answer: &str) {
        let (question, answer) = (visible::line(question), visible::line(answer));
        let room = columns().saturating_sub(console::measure_text_width(&question) + 1);
        if room < 12 {
            let answer = truncate_str(&answer, columns().saturating_sub(2), "…").into_owned();
            self.put(&format!("{question}\n  {}", Tone::Good.paint(&answer, self.color())));
        } else {
            let answer = truncate_str(&answer, room, "…").into_owned();
            self.put(&format!("{question} {}", Tone::Good.paint(&answer, self.color())));
        }
    }

    /// Says that an answer will not do.
    pub fn will_not_do(&self, why: &str) {
        self.put(&format!("  {} {}", Tone::Bad.paint("no:", self.color()), visible::line(why)));
    }

    fn head(&self, heading: &Heading<'_>, keys: &str) -> Head {
        let width = columns();
        let mut out = String::new();
        for line in wrap(&visible::line(heading.text), width) {
            let _ = writeln!(out, "{}", Tone::Help.paint(&line, self.color()));
        }
        for text in [&*visible::line(heading.why), keys] {
            for line in wrap(text, width.saturating_sub(2)) {
                let _ = writeln!(out, "  {}", Tone::Faint.paint(&line, self.color()));
            }
        }
        self.put(&out);
        Head { lines: out.lines().count() }
    }

    fn theme(&self) -> Box<dyn Theme> {
        match self.color() {
            crate::diag::Color::Always => Box::new(ColorfulTheme::default()),
            crate::diag::Color::Never => Box::new(SimpleTheme),
        }
    }
}

/// Items as they fit: dialoguer draws a list wrongly where an item is wider than the terminal.
fn fitted(items: &[String], back: bool) -> Vec<String> {
    let room = columns().saturating_sub(MARK).max(10);
    let fit = |text: &str| truncate_str(&visible::line(text), room, "…").into_owned();
    let items = items.iter().map(|item| fit(item));
    items.chain(back.then(|| BACK.to_owned())).collect()
}

/// How many columns the terminal of the questions has.
fn columns() -> usize {
    Term::stderr().size_checked().map_or(80, |(_, columns)| usize::from(columns).max(20))
}

/// The lines above a question's answers, which go when it is answered.
struct Head {
    lines: usize,
}

impl Head {
    fn clear(&self) {
        let _ = Term::stderr().clear_last_lines(self.lines);
    }
}

/// What dialoguer says of a question. It hides the cursor, and does not come to showing it again if it is
/// interrupted.
fn answer<T>(asked: Result<Option<T>, Error>) -> Reply<T> {
    match asked {
        Ok(Some(answer)) => Reply::Answer(answer),
        Ok(None) => Reply::Cancelled,
        Err(Error::IO(_)) => {
            let term = Term::stderr();
            let _ = term.show_cursor();
            let _ = term.write_line("");
            Reply::Cancelled
        }
    }
}

/// The end of a text, as far as there is room for it.
fn last(text: &str, room: usize) -> String {
    let mut seen: Vec<char> = Vec::new();
    let mut used = 0;
    for c in text.chars().rev() {
        used += console::measure_text_width(c.encode_utf8(&mut [0; 4]));
        if used > room {
            break;
        }
        seen.push(c);
    }
    seen.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::last;

    #[test]
    fn the_end_of_a_long_line_is_shown() {
        assert_eq!(last("abcdef", 3), "def");
        assert_eq!(last("abc", 9), "abc");
        assert_eq!(last("aデータ", 4), "ータ");
    }
}

//! A person at a terminal.

use super::files::Files;
use crate::cli::engine::Interrupts;
use crate::cli::engine::deaf;
use crate::cli::failure::Failure;
use crate::init::{Form, Item, Prompter, Question, Said};
use crate::ui::{Heading, Reply, Screen};
use tokio::runtime::{Builder, Runtime};

/// Longer lists are searched.
const MOST_ITEMS: usize = 20;

/// A person, who is asked.
pub(super) struct Person<'a> {
    screen: &'a Screen,
    /// How many answers there are to go back to.
    answered: usize,
}

impl<'a> Person<'a> {
    pub(super) fn new(screen: &'a Screen) -> Self {
        Self { screen, answered: 0 }
    }

    fn put(&self, question: &Question) -> Reply<Vec<String>> {
        let Question { text, why, form, .. } = question;
        let heading = Heading { text, why, back: self.answered > 0 };
        match form {
            Form::Many { items, ticked } => {
                let marks: Vec<bool> =
                    items.iter().map(|item| ticked.contains(&item.value)).collect();
                let reply = self.screen.choose_many(&heading, &texts(items), &marks);
                map(reply, |chosen| chosen.into_iter().map(|at| items[at].value.clone()).collect())
            }
            Form::One { items, default } if items.len() > MOST_ITEMS => {
                self.search(&heading, items, default)
            }
            Form::One { items, default } => {
                let at = items.iter().position(|item| item.value == *default).unwrap_or(0);
                let reply = self.screen.choose(&heading, &texts(items), at);
                map(reply, |at| vec![items[at].value.clone()])
            }
            Form::Line { default, .. } => {
                map(self.screen.line_of(&heading, default.as_deref()), |line| vec![line])
            }
        }
    }

    /// Lets the person write a part of an item, and choose among those that have it.
    fn search(&self, heading: &Heading<'_>, items: &[Item], default: &str) -> Reply<Vec<String>> {
        loop {
            let line = match self.screen.line_of(heading, Some(default)) {
                Reply::Answer(line) => line,
                reply => return map(reply, |line| vec![line]),
            };
            if items.iter().any(|item| item.value == line) {
                return Reply::Answer(vec![line]);
            }
            let found = having(&line, items);
            match &found[..] {
                [] => self.screen.will_not_do(&format!("nothing has `{line}` in its name")),
                [only] => return Reply::Answer(vec![only.value.clone()]),
                found => {
                    let text = format!("Which of the {} with `{line}`?", found.len());
                    let heading = Heading { text: &text, why: heading.why, back: true };
                    match self.screen.choose(&heading, &texts(found), 0) {
                        Reply::Answer(at) => return Reply::Answer(vec![found[at].value.clone()]),
                        Reply::Back => {}
                        Reply::Cancelled => return Reply::Cancelled,
                    }
                }
            }
        }
    }
}

impl Prompter for Person<'_> {
    fn ask(&mut self, question: &Question) -> Said {
        match self.put(question) {
            Reply::Answer(values) => {
                self.screen.answered(&question.text, &words(question, &values));
                self.answered += 1;
                Said::Answer(values)
            }
            Reply::Back => {
                self.answered = self.answered.saturating_sub(1);
                Said::Back
            }
            Reply::Cancelled => Said::Cancel,
        }
    }

    fn refuse(&mut self, why: &str) {
        self.answered = self.answered.saturating_sub(1);
        self.screen.will_not_do(why);
    }

    fn given(&mut self, question: &Question, values: &[String]) {
        self.screen.answered(&question.text, &words(question, values));
    }
}

/// The items that have a word that begins with a text; where there are none, those that have it anywhere.
fn having(text: &str, items: &[Item]) -> Vec<Item> {
    let part = text.to_lowercase().replace(' ', "_");
    let words = |value: &str| {
        let starts = value.match_indices(['/', '_', '-']).map(|(at, _)| at + 1);
        std::iter::once(0).chain(starts).any(|at| value[at..].starts_with(&part))
    };
    let all = |fits: &dyn Fn(&str) -> bool| -> Vec<Item> {
        items.iter().filter(|item| fits(&item.value.to_lowercase())).cloned().collect()
    };
    let found = all(&words);
    if found.is_empty() { all(&|value| value.contains(&part)) } else { found }
}

/// An answer as people read it.
fn words(question: &Question, values: &[String]) -> String {
    let text = |value: &String| {
        let items = match &question.form {
            Form::Many { items, .. } | Form::One { items, .. } => items.as_slice(),
            Form::Line { .. } => &[],
        };
        let many = matches!(question.form, Form::Many { .. });
        let item = items.iter().find(|item| item.value == *value).filter(|_| !many);
        item.map_or_else(|| value.clone(), |item| item.text.clone())
    };
    let texts: Vec<String> = values.iter().map(text).collect();
    if texts.is_empty() { "none".to_owned() } else { texts.join(", ") }
}

fn texts(items: &[Item]) -> Vec<String> {
    items.iter().map(|item| item.text.clone()).collect()
}

fn map<T, U>(reply: Reply<T>, to: impl FnOnce(T) -> U) -> Reply<U> {
    match reply {
        Reply::Answer(answer) => Reply::Answer(to(answer)),
        Reply::Back => Reply::Back,
        Reply::Cancelled => Reply::Cancelled,
    }
}

/// Whether the person wants the files to be written.
pub(super) fn agrees(files: &Files, screen: &Screen) -> bool {
    let text = format!("Write {}?", files.names());
    let why = "Nothing has been written so far. Nothing that is there is overwritten.";
    let items = ["yes, write".to_owned(), "no, cancel".to_owned()];
    let heading = Heading { text: &text, why, back: false };
    super::chosen(screen.choose(&heading, &items, 0)) == Some(0)
}

/// From now on Ctrl-C ends no question by itself, which would leave the terminal without a cursor: the
/// question comes back instead.
///
/// # Errors
/// When nobody can listen for it.
pub(super) fn hold_interrupts() -> Result<Option<(Runtime, Interrupts)>, Failure> {
    let held = Builder::new_current_thread().enable_all().build().and_then(|runtime| {
        let interrupts = runtime.block_on(async { Interrupts::new() })?;
        Ok(Some((runtime, interrupts)))
    });
    held.map_err(deaf)
}

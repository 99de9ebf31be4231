//! Why a verb does not do what was asked: carried by `?`, and said in one place.

use crate::diag::{Diagnostics, Sources};
use crate::docker::Cause;
use crate::output::{self, ErrorKind};
use crate::report::{self, Outcome};
use crate::ui::Screen;

/// The outcome of a verb that did not do what was asked, and what is said of it, in order. People and machines
/// get the same, by [`Failure::show`].
#[derive(Debug)]
pub(super) struct Failure {
    outcome: Outcome,
    lines: Vec<Line>,
}

/// A part of what is said.
#[derive(Debug)]
enum Line {
    /// What is wrong with a spec.
    Diagnostics(Box<(Diagnostics, Sources)>),
    /// What went wrong.
    Error(Box<report::Failure>),
    /// The answer, which is no error for people.
    Answer(String),
    /// What people read already, in what was shown.
    Shown(Box<report::Failure>),
    /// Something to know.
    Note(String),
    /// What to do now.
    Help(String),
}

impl Failure {
    fn of(outcome: Outcome, message: impl Into<String>) -> Self {
        Self::said(outcome).line(Line::Error(Box::new(report::Failure::new(message))))
    }

    /// The answer is no.
    pub(super) fn no(message: impl Into<String>) -> Self {
        Self::of(Outcome::No, message)
    }

    /// Bad usage, or a bad spec.
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::of(Outcome::Bad, message)
    }

    /// The environment failed: disk, network, a missing program.
    pub(super) fn failed(message: impl Into<String>) -> Self {
        Self::of(Outcome::Failed, message)
    }

    /// The user interrupted it; what that means for the stack.
    pub(super) fn interrupted(note: impl Into<String>) -> Self {
        Self::said(Outcome::Interrupted).note(note)
    }

    /// The spec is refused.
    pub(super) fn refused(diagnostics: Diagnostics, sources: Sources) -> Self {
        let refused = Line::Diagnostics(Box::new((diagnostics, sources)));
        Self { outcome: Outcome::Bad, lines: vec![refused] }
    }

    /// The answer is no, which people read as a sentence like any other.
    pub(super) fn answer(message: impl Into<String>) -> Self {
        Self { outcome: Outcome::No, lines: vec![Line::Answer(message.into())] }
    }

    /// Everything was said before.
    pub(super) fn said(outcome: Outcome) -> Self {
        Self { outcome, lines: vec![] }
    }

    /// What machines tell it by.
    pub(super) fn code(self, code: &str) -> Self {
        self.about(|error| error.code = Some(code.to_owned()))
    }

    /// The service that it is about, and the end of its log.
    pub(super) fn service(self, name: &str, log: &[String]) -> Self {
        let failure = self.about(|error| {
            error.service = Some(name.to_owned());
            error.log = log.to_vec();
        });
        let said = if log.is_empty() { "  it printed nothing" } else { "  the end of its log:" };
        log.iter().fold(failure.note(said), |failure, line| failure.note(format!("  | {line}")))
    }

    /// This and what else went wrong, with the outcome of the first.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.lines.extend(other.lines);
        self
    }

    /// One more thing that went wrong, for machines only: people read it in what was shown.
    pub(super) fn shown(self, error: report::Failure) -> Self {
        self.line(Line::Shown(Box::new(error)))
    }

    /// What to do.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        self.line(Line::Help(help.into()))
    }

    /// Something else to know.
    pub(super) fn note(self, note: impl Into<String>) -> Self {
        self.line(Line::Note(note.into()))
    }

    /// What was most likely meant by a name that there is not; else, what there is.
    pub(super) fn did_you_mean(self, near: Option<&str>, otherwise: impl Into<String>) -> Self {
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self.help(otherwise),
        }
    }

    /// The likely cause of what went wrong last, and what to do about it.
    pub(super) fn cause(self, cause: &Cause) -> Self {
        self.about(|error| error.cause = Some(cause.what.clone()))
            .note(format!("likely cause: {}", cause.what))
            .help(&cause.help)
    }

    /// Adds to the last error what machines read of it.
    fn about(mut self, add: impl FnOnce(&mut report::Failure)) -> Self {
        let is_error = |line: &&mut Line| matches!(line, Line::Error(_));
        if let Some(Line::Error(error)) = self.lines.iter_mut().rfind(is_error) {
            add(error);
        }
        self
    }

    fn line(mut self, line: Line) -> Self {
        self.lines.push(line);
        self
    }

    /// Says it. A run that goes on after it does so at once; all others have it said at their end.
    pub(super) fn show(self, screen: &Screen) -> Outcome {
        for line in self.lines {
            match line {
                Line::Diagnostics(of) => screen.diagnostics(&of.0, &of.1),
                Line::Error(error) => screen.failure(*error),
                Line::Answer(text) => {
                    screen.note(&text);
                    screen.keep(report::Failure::new(text));
                }
                Line::Shown(error) => screen.keep(*error),
                Line::Note(text) => screen.note(&text),
                Line::Help(text) => screen.hint(&text),
            }
        }
        self.outcome
    }
}

/// What went wrong in the output folder.
impl From<output::Error> for Failure {
    fn from(error: output::Error) -> Self {
        match error.kind() {
            ErrorKind::Refused => Self::no(error.to_string()),
            ErrorKind::Failed => Self::failed(error.to_string()),
        }
    }
}

use super::{record, words};
use serde_json::Value as Json;
use std::process::ExitCode;

record! {
    /// A run of stackgen.
    pub struct Report {
        /// The version of this format. It increases when a key is removed or changes its meaning, not when a key is added.
        pub version: u8,
        /// The version of stackgen.
        pub stackgen: String,
        /// The command: `up`, `catalog list`. `null` if the arguments do not contain one.
        pub verb: Option<String>,
        /// Whether the exit code is 0: the command succeeded, and the answer is yes.
        pub ok: bool,
        /// How it ended, in a word.
        pub outcome: Outcome,
        /// The exit code.
        pub exit_code: u8,
        /// Why it is not `ok`, the first cause first. Empty only if `ok` is true.
        pub errors: Vec<Failure>,
        /// The errors and warnings in the spec, errors first.
        pub diagnostics: Vec<Diagnostic>,
        /// How many errors and warnings there are besides those in `diagnostics`, which has at most 500 of each.
        pub more_diagnostics: usize,
        /// The result. Its form depends on `verb`. `null` if the run ended before it had one.
        pub result: Option<Json>,
    }
}

words! {
    /// How a run ended.
    pub enum Outcome {
        /// It succeeded. Exit code 0.
        Done = "done",
        /// The answer is no: drift, a failed test, a stack that does not do what it should. Exit code 1.
        No = "no",
        /// Bad usage, or a bad spec. Exit code 2.
        Bad = "bad-input",
        /// The environment failed: Docker, disk, network, a missing program. Exit code 3.
        Failed = "failed",
        /// The user interrupted it. Exit code 130.
        Interrupted = "interrupted",
    }
}

record! {
    /// Why a run is not `ok`.
    pub struct Failure {
        /// A stable name for the kind of failure, if it has one: `engine-unreachable`, `engine-denied`, `engine`, `service`, `name-taken`, `usage`, `spec`, `interrupted`, or the name of a check of `doctor`.
        pub code: Option<String>,
        /// What went wrong, in one line, for people.
        pub message: String,
        /// Its cause, if that is known, for people.
        pub cause: Option<String>,
        /// What to do, one step each, for people.
        pub help: Vec<String>,
        /// The service that failed, if it was one.
        pub service: Option<String>,
        /// The last lines that the service printed.
        pub log: Vec<String>,
    }
}

record! {
    /// An error or a warning in a spec.
    pub struct Diagnostic {
        /// `error` or `warning`.
        pub severity: String,
        /// The check's name, which stays the same. Each has a page in `docs/checks/`.
        pub code: String,
        /// What is wrong, in one line.
        pub message: String,
        /// Where. The first is the place to change.
        pub labels: Vec<Label>,
        /// Why it matters.
        pub notes: Vec<String>,
        /// What to write instead.
        pub helps: Vec<String>,
    }
}

record! {
    /// A place in a file.
    pub struct Label {
        /// The file.
        pub file: String,
        /// The line, from 1.
        pub line: usize,
        /// The column in characters, from 1.
        pub column: usize,
        /// The first byte, from 0.
        pub start: u32,
        /// The byte after the last.
        pub end: u32,
        /// A few words about it; may be empty.
        pub text: String,
    }
}

/// What was found in a spec.
#[derive(Clone, Debug, Default)]
pub struct Diagnosed {
    /// What is listed, errors first.
    pub listed: Vec<Diagnostic>,
    /// How many there are besides.
    pub more: usize,
    /// How many errors there are in all.
    pub errors: usize,
}

impl Outcome {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::No => 1,
            Self::Bad => 2,
            Self::Failed => 3,
            Self::Interrupted => 130,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.code())
    }
}

impl Failure {
    /// A failure of which only the message is known.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            code: None,
            message: message.into(),
            cause: None,
            help: vec![],
            service: None,
            log: vec![],
        }
    }

    /// A failure of a kind.
    #[must_use]
    pub fn code(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }
}

impl Report {
    /// The version of this form.
    pub const VERSION: u8 = 1;

    /// A run that ended. What is not `ok` has at least one error.
    pub fn new(
        verb: Option<&str>,
        outcome: Outcome,
        mut errors: Vec<Failure>,
        diagnosed: Diagnosed,
        result: Option<Json>,
    ) -> Self {
        let refused = diagnosed.errors;
        if outcome == Outcome::Interrupted {
            errors.push(Failure::new("interrupted").code("interrupted"));
        } else if outcome == Outcome::Bad && refused > 0 {
            let count =
                if refused == 1 { "1 error".to_owned() } else { format!("{refused} errors") };
            let message = format!("the spec has {count}: see `diagnostics`");
            errors.push(Failure::new(message).code("spec"));
        } else if outcome != Outcome::Done && errors.is_empty() {
            errors.push(Failure::new("the answer is no: see `result`"));
        }
        Self {
            version: Self::VERSION,
            stackgen: env!("CARGO_PKG_VERSION").to_owned(),
            verb: verb.map(str::to_owned),
            ok: outcome == Outcome::Done,
            outcome,
            exit_code: outcome.code(),
            // What went wrong and did no harm is no failure.
            errors: if outcome == Outcome::Done { vec![] } else { errors },
            diagnostics: diagnosed.listed,
            more_diagnostics: diagnosed.more,
            result,
        }
    }
}

use super::Cause;
use super::brief::brief;
use super::limits::Limits;
use std::fmt;

/// What to do when an engine that answered before does so no more.
const AGAIN: &str = "check that Docker runs (`docker info`), start it if not, and run the command again: it continues from there";

/// What went wrong with the engine.
#[derive(Clone, Debug)]
pub struct Error {
    /// What kind of problem it is.
    pub problem: Problem,
    /// What went wrong, in one line.
    pub message: String,
    /// What to do about it, one thing a line.
    pub help: Vec<String>,
    /// The cause, where more is known than the message says.
    pub(super) known_cause: Option<Cause>,
}

/// What kind of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no engine at the address.
    Unreachable,
    /// There may be one, but this user may not use it.
    Denied,
    /// What was asked for is not there.
    NotFound,
    /// It stands in the way of something else: a name or a port is taken.
    Conflict,
    /// Anything else.
    Other,
}

impl Error {
    /// An error of a kind.
    pub fn new(problem: Problem, message: impl Into<String>) -> Self {
        Self { problem, message: message.into(), help: vec![], known_cause: None }
    }

    /// The connection broke, or was broken off.
    pub(super) fn lost(why: &str) -> Self {
        let what = format!("the connection to the Docker engine failed: {why}");
        Self::new(Problem::Unreachable, what).help(AGAIN)
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds what has been found out about its cause.
    #[must_use]
    pub(super) fn because(mut self, cause: Cause) -> Self {
        self.known_cause = Some(cause);
        self
    }

    /// Says what was being done.
    #[must_use]
    pub fn doing(mut self, what: &str) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<bollard::errors::Error> for Error {
    fn from(error: bollard::errors::Error) -> Self {
        use bollard::errors::Error as Bollard;
        match error {
            Bollard::DockerResponseServerError { status_code, message } => {
                let problem = match status_code {
                    404 => Problem::NotFound,
                    409 => Problem::Conflict,
                    _ => Problem::Other,
                };
                Self::new(problem, brief(message.trim()))
            }
            Bollard::DockerStreamError { error } => Self::new(Problem::Other, brief(error.trim())),
            Bollard::RequestTimeoutError => {
                Self::new(Problem::Unreachable, "the Docker engine does not answer").help(AGAIN)
            }
            Bollard::HyperResponseError { .. }
            | Bollard::HyperLegacyError { .. }
            | Bollard::IOError { .. }
            | Bollard::SocketNotFoundError(_) => Self::lost(&innermost(&error)),
            other => Self::new(Problem::Other, brief(&innermost(&other))),
        }
    }
}

impl Limits {
    /// What ended a stream.
    pub(super) fn ended(&self, error: bollard::errors::Error) -> Error {
        self.refusal().map_or_else(|| error.into(), Error::lost)
    }
}

/// What an error says at the bottom: everything above it only says that there was one.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

use std::fmt;

/// What went wrong with a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// What kind of problem it is.
    pub problem: Problem,
    /// Who was asked what: `Prometheus at http://127.0.0.1:9090`.
    pub asked: String,
    /// What went wrong, in one line.
    pub message: String,
}

/// What kind of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nobody answers at the address.
    Unreachable,
    /// Somebody answers, but is not ready yet: it reads its data first.
    NotReady,
    /// The answer is a refusal.
    Refused,
    /// The answer is not one of the program that was meant.
    Unreadable,
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self.problem {
            Problem::Unreachable => {
                "start the stack with `stackgen up`, or say where it is with --prometheus URL and \
                 --alertmanager URL"
            }
            Problem::NotReady => "it is still loading its data; give it more time with --wait 5m",
            Problem::Refused => "its container's log says why",
            Problem::Unreadable => {
                "something else listens at this address: name the right one with \
                 --prometheus URL and --alertmanager URL"
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (who, what) = (&self.asked, &self.message);
        match self.problem {
            Problem::Unreachable => write!(f, "{who} cannot be reached: {what}"),
            Problem::NotReady => write!(f, "{who} is not ready: {what}"),
            Problem::Refused => write!(f, "{who} refuses: {what}"),
            Problem::Unreadable => write!(f, "{who} gave an unexpected answer: {what}"),
        }
    }
}

impl std::error::Error for Error {}

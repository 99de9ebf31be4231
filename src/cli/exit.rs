use crate::report::Outcome;
use std::process::ExitCode;

/// How a run ended. Scripts depend on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// It did what was asked.
    Done,
    /// The answer is no: drift, a failed check, a failed test.
    No,
    /// Bad usage, or a bad spec.
    Bad,
    /// The environment failed: disk, network, a missing program.
    Failed,
    /// The user interrupted it.
    Interrupted,
}

impl From<Exit> for Outcome {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::Done,
            Exit::No => Self::No,
            Exit::Bad => Self::Bad,
            Exit::Failed => Self::Failed,
            Exit::Interrupted => Self::Interrupted,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(Outcome::from(exit).code())
    }
}

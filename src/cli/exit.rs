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

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::Bad => 2,
            Exit::Failed => 3,
            Exit::Interrupted => 130,
        })
    }
}

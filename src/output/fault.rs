//! Makes a chosen call that changes the disk fail, or the run die right before it.

use std::cell::Cell;
use std::io;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The call fails with "no space left on device".
    Fails,
    /// The process is killed: nothing runs any more, no clean-up either.
    Dies,
}

/// What a run unwinds with when it dies.
pub(super) struct Died;

thread_local! {
    static NEXT: Cell<Option<(usize, Fault)>> = const { Cell::new(None) };
}

/// Runs `work`, with `fault` at the call number `at` that changes the disk, counted from 0. `None`
/// if the run died; and whether the fault happened.
pub(super) fn inject<T>(at: usize, fault: Fault, work: impl FnOnce() -> T) -> (Option<T>, bool) {
    NEXT.set(Some((at, fault)));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    let happened = NEXT.take().is_none();
    match result {
        Ok(result) => (Some(result), happened),
        Err(panic) if panic.is::<Died>() => (None, happened),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Called before every change of the disk.
pub(super) fn point() -> io::Result<()> {
    match NEXT.take() {
        Some((0, Fault::Fails)) => Err(io::ErrorKind::StorageFull.into()),
        Some((0, Fault::Dies)) => std::panic::resume_unwind(Box::new(Died)),
        Some((left, fault)) => {
            NEXT.set(Some((left - 1, fault)));
            Ok(())
        }
        None => Ok(()),
    }
}

//! A run that may use so much memory, and no more.

use std::time::{Duration, Instant};

use crate::harness::{Case, Ran};

/// Runs stackgen with these arguments and so many MiB of address space. It aborts where it needs more.
#[track_caller]
pub(crate) fn run(case: Case, mebibytes: u64, args: &[&str]) -> Ran {
    let limit = format!("ulimit -v {}; exec \"$0\" \"$@\"", mebibytes << 10);
    case.program("/bin/sh").args(["-c", &limit, env!("CARGO_BIN_EXE_stackgen")]).args(args).run()
}

/// What something gives, which takes no longer than this.
#[track_caller]
pub(crate) fn within<T>(seconds: u64, what: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let result = what();
    let took = began.elapsed();
    assert!(took < Duration::from_secs(seconds), "it took {} s", took.as_secs());
    result
}

//! The command line as a user meets it: arguments in; exit code, output and files out.
//!
//! One binary for all of it, so that it links once. Each verb has a file; [`harness`] holds what
//! makes a test read as a sentence.

mod harness;
mod invalid;

#[cfg(all(test, unix))]
mod harness_test;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;

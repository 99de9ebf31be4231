//! What strangers may do: SECURITY.md says from whom nothing is believed, and this is the proof.
//!
//! * [`outside`]: links and names that lead out of the spec's folder
//! * [`opened`]: which files a run opens at all, as the kernel sees it
//! * [`output_folder`]: what may lie where files are written

#[cfg(target_os = "linux")]
mod opened;
mod output_folder;
mod outside;

#[allow(dead_code, reason = "the command line's tests use the rest of it")]
#[path = "../cli/harness.rs"]
mod harness;
#[allow(dead_code, reason = "the command line's tests use the rest of it")]
#[path = "../cli/seen.rs"]
mod seen;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;

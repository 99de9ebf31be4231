//! What a stranger puts into specs, folders and answers, against what stackgen may do with it.

#![cfg(target_os = "linux")]

mod engine;
mod fake;
mod limited;
mod printing;
mod size;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../cli/harness.rs"]
mod harness;
#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../cli/seen.rs"]
mod seen;
#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;

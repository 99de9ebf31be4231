//! The house as it is meant to be, read from the source text.
//!
//! * [`arrows`]: which module may use which
//! * [`crates`]: which module may use which crate, the file system, and the terminal
//! * [`names`]: no integration has a name in Rust
//! * [`files`]: files are small, and modules say what they are for
//! * [`integration`]: an integration is data: a new one needs no Rust

mod arrows;
mod crates;
mod files;
mod integration;
mod names;
mod rust;
mod source;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;

//! Applications as people write them, imported: what each service is taken for, what Compose itself says
//! of the same files, what is said of files that are none, and that no credential ever appears.

mod bad;
mod cases;
mod disk;
mod labelled;
mod oracle;
mod own;
mod random;
mod secrets;
mod simple;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;

//! Specs and integrations of a stranger's, who wants `render`, `check` and `test` to run for ever, to fill
//! the memory or the disk, or to abort.

mod patterns;
mod promql;
mod promtool;
mod stranger;
mod templates;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;

//! Rendered files meet real file systems: full, read-only, limited, linked, edited, locked, and
//! processes that are killed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod concurrent;
mod diff;
mod disk_full;
mod edits;
mod file_size_limit;
mod folder;
mod foreign;
mod fresh;
mod harness;
mod idle;
mod kill;
mod line_ends;
mod manifest;
mod obstacles;
mod permissions;
mod read_only;
mod sandbox;
mod stale;

//! The last words of `cargo test`: what was skipped, and why.
//!
//! Cargo runs test binaries in order of their names, so this one comes after those that skip
//! (`cli`, `e2e`, `real`, ...). It has no libtest harness, because that hides what a passing test
//! prints.

use std::fs;
use std::path::Path;

fn main() {
    // Test runners ask every binary for its tests first.
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    // Where tests/support/skip.rs puts one file per test binary.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tools").join("skipped");
    let mut files: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    let text: String = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    match text.lines().count() {
        0 => println!("\nNothing was skipped.\n"),
        count => println!("\n{count} skipped:\n\n{text}"),
    }
}

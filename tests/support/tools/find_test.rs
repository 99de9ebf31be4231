//! Tests of `find.rs`, with a shell that prints what promtool would.

use std::path::Path;

use crate::support::tools::find::usable;
use crate::support::tools::program::{PROMTOOL, Program};

/// What a program prints to one of its streams, and why that will not do.
static PROGRAMS: [(Program, &str); 4] = [
    (printing(&["-c", "echo promtool, version 3.99.0"]), ""),
    (printing(&["-c", "echo promtool, version 3.5.0 >&2; exit 1"]), ""),
    (printing(&["-c", "echo promtool, version 2.42.0+ds"]), "version 2.42.0 is older than 3.5.0"),
    (printing(&["-c", "echo hello"]), "does not tell its version"),
];

const fn printing(version_args: &'static [&'static str]) -> Program {
    Program { version_args, ..PROMTOOL }
}

#[test]
fn a_program_has_to_be_there_run_and_be_new_enough() {
    for (program, refused) in &PROGRAMS {
        match usable(program, Path::new("/bin/sh")) {
            Ok(tool) => assert_eq!((*refused, tool.name), ("", "promtool")),
            Err(why) => assert!(!refused.is_empty() && why.contains(refused), "{why}"),
        }
    }
    let why = usable(&PROMTOOL, Path::new("/nowhere/promtool")).unwrap_err();
    assert_eq!(why, "there is no such program");
}

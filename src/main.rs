//! The `stackgen` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    stackgen::cli::main()
}

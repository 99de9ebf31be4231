//! The kinds of problems that looking for integrations can report.

use crate::diag::Code;

/// A file that looks like an integration, but is not read.
pub const IGNORED_FILE: Code = Code::new("ignored-file");

/// All of them.
pub const ALL: &[Code] = &[IGNORED_FILE];

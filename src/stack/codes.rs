//! The kinds of problems that resolving a spec can report.

use crate::diag::Code;

/// A name that refers to something that does not exist.
pub const UNKNOWN_REFERENCE: Code = Code::new("unknown-reference");
/// A key that only makes sense with, or without, another.
pub const CONFLICTING_KEYS: Code = Code::new("conflicting-keys");
/// A template of the catalogue that cannot be rendered.
pub const BAD_TEMPLATE: Code = Code::new("bad-template");
/// Two things under one name.
pub const DUPLICATE_NAME: Code = Code::new("duplicate-name");
/// A threshold outside the alert's bounds.
pub const THRESHOLD_RANGE: Code = Code::new("threshold-range");

/// A file of the user's own that cannot be read, or is not what it should be.
pub const BAD_FILE: Code = Code::new("bad-file");

/// All of them.
pub const ALL: &[Code] =
    &[UNKNOWN_REFERENCE, CONFLICTING_KEYS, BAD_TEMPLATE, DUPLICATE_NAME, THRESHOLD_RANGE, BAD_FILE];

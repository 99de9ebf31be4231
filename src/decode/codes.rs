//! The kinds of problems that reading TOML can report.

use crate::diag::Code;

/// The text is no TOML.
pub const SYNTAX: Code = Code::new("syntax");
/// A key that means nothing here.
pub const UNKNOWN_KEY: Code = Code::new("unknown-key");
/// A key that must be there is not.
pub const MISSING_KEY: Code = Code::new("missing-key");
/// A value of another type than expected.
pub const WRONG_TYPE: Code = Code::new("wrong-type");
/// A value of the right type that is not allowed.
pub const BAD_VALUE: Code = Code::new("bad-value");
/// A secret in the text.
pub const SECRET_LITERAL: Code = Code::new("secret-literal");

/// All of them.
pub const ALL: &[Code] = &[SYNTAX, UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, BAD_VALUE, SECRET_LITERAL];

//! The kinds of problems that an import can report.

use crate::diag::Code;

/// There is no Compose file, or what was found is not one.
pub const COMPOSE_FILE: Code = Code::new("compose-file");
/// Something that Compose itself refuses.
pub const COMPOSE_REFUSED: Code = Code::new("compose-refused");
/// Something that the files do not tell, such as the value of a variable.
pub const COMPOSE_UNKNOWN: Code = Code::new("compose-unknown");

/// All of them.
pub const ALL: &[Code] = &[COMPOSE_FILE, COMPOSE_REFUSED, COMPOSE_UNKNOWN];

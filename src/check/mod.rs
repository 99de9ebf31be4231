//! Stack into diagnostics.

use crate::diag::{Diagnostics, Sources};
use crate::stack::Stack;

/// Checks a stack.
pub fn check(_: &Stack, _: &Sources, _: &mut Diagnostics) {}

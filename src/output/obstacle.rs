//! Something in the way of an output file.

use std::fmt;

use serde::Serialize;

use super::Node;

/// A node that stackgen neither writes through nor replaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Obstacle {
    /// Where it is, relative to the output folder.
    pub path: String,
    /// What is there.
    pub found: Node,
    /// What should be there: [`Node::File`] or [`Node::Folder`].
    pub wanted: Node,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {}, but must be {}", self.path, self.found, self.wanted)
    }
}

//! What containers cannot read.

use super::Node;

/// A rendered file, or a folder of them, that lacks permission bits without which a container cannot
/// read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Its path in the output folder.
    pub path: String,
    /// A file or a folder.
    pub node: Node,
    /// The permission bits that it has.
    pub mode: u32,
}

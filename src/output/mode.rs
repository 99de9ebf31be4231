//! Permission bits: those that a rendered file has, and those that it cannot do without.
//!
//! Containers read the files as users of their own, who own none of them. So modes are set, whatever
//! the umask; and where bits are missing, they are added.

use super::Node;

/// The bits of a new file.
pub(super) const FILE: u32 = 0o644;
/// The bits of a new folder.
pub(super) const FOLDER: u32 = 0o755;

/// The bits without which a container cannot read it.
fn needed(node: Node) -> u32 {
    match node {
        Node::File => 0o444,
        Node::Folder => 0o555,
        _ => 0,
    }
}

/// Whether it has bits that keep containers from reading it.
pub(super) fn is_closed(node: Node, mode: u32) -> bool {
    mode & needed(node) != needed(node)
}

/// The bits with which containers can read it. All others stay as they are.
pub(super) fn opened(node: Node, mode: u32) -> u32 {
    mode | needed(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_must_be_able_to_read() {
        for (node, mode, expected) in [
            (Node::File, 0o600, 0o644),
            (Node::File, 0o640, 0o644),
            (Node::File, 0o644, 0o644),
            (Node::File, 0o400, 0o444),
            (Node::File, 0o660, 0o664),
            (Node::File, 0o700, 0o744),
            (Node::Folder, 0o700, 0o755),
            (Node::Folder, 0o750, 0o755),
            (Node::Folder, 0o2770, 0o2775),
            (Node::Folder, 0o1777, 0o1777),
            (Node::Symlink, 0, 0),
        ] {
            assert_eq!(opened(node, mode), expected, "{node} {mode:o}");
            assert_eq!(is_closed(node, mode), mode != expected, "{node} {mode:o}");
        }
    }
}

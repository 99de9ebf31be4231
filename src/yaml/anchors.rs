//! What anchors name, and how much of it may be repeated.

use super::Node;
use super::node::Value;
use std::collections::BTreeMap;

/// How many nodes a file may have, repeated ones included: a large application has ten thousand.
pub(super) const MOST_NODES: usize = 100_000;

/// The nodes with an anchor, each with how many nodes it is made of and how deep it goes.
#[derive(Default)]
pub(super) struct Anchors {
    known: BTreeMap<usize, (Node, usize, usize)>,
}

impl Anchors {
    /// Remembers a node. Zero is no anchor.
    pub(super) fn keep(&mut self, anchor: usize, node: &Node) {
        if anchor != 0 {
            self.known.insert(anchor, (node.clone(), node.size(), depth(node)));
        }
    }

    /// What an alias stands for, its size and its depth. `None` if it stands inside of that.
    pub(super) fn get(&self, anchor: usize) -> Option<&(Node, usize, usize)> {
        self.known.get(&anchor)
    }
}

fn depth(node: &Node) -> usize {
    let deepest = |depths: &mut dyn Iterator<Item = usize>| depths.max().unwrap_or_default();
    match &node.value {
        Value::Null | Value::Text(_) => 0,
        Value::List(items) => 1 + deepest(&mut items.iter().map(depth)),
        Value::Map(entries) => 1 + deepest(&mut entries.iter().map(|it| depth(&it.node))),
    }
}

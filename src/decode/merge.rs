use super::{Node, Value};
use std::collections::BTreeMap;

/// Lays `over` on `base`: tables are merged key by key, everything else in `over` replaces what
/// `base` has. Keys of `base` come first, in its order.
pub fn merge(base: Node, over: Node) -> Node {
    match (base.value, over.value) {
        (Value::Table(mut entries), Value::Table(mine)) => {
            let index: BTreeMap<String, usize> =
                entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
            for entry in mine {
                match index.get(&entry.key) {
                    Some(&at) => {
                        let slot = &mut entries[at];
                        let under = std::mem::replace(&mut slot.node, entry.node.clone());
                        slot.node = merge(under, entry.node);
                        slot.key_span = entry.key_span;
                    }
                    None => entries.push(entry),
                }
            }
            Node { span: over.span, value: Value::Table(entries) }
        }
        (_, value) => Node { span: over.span, value },
    }
}

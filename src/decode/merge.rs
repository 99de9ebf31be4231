use super::{Node, Value};
use std::collections::BTreeMap;

/// Lays `over` on `base`: tables are merged key by key, everything else in `over` replaces what
/// `base` has. Keys of `base` come first, in its order.
pub fn merge(base: Node, over: Node) -> Node {
    let kind = |node: &Node| node.get("type").and_then(Node::as_str).map(str::to_owned);
    if let (Some(old), Some(new)) = (kind(&base), kind(&over))
        && old != new
    {
        return over;
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::parse;
    use crate::diag::{Diagnostics, Sources};

    /// The keys of `a` and their texts when `over` lies on `base`.
    fn case(base: &str, over: &str, expected: &[(&str, &str)]) {
        let mut sources = Sources::default();
        let mut tree = |text: &str| {
            let source = sources.add("", text.to_owned());
            parse(source, &mut sources, &mut Diagnostics::default())
        };
        let merged = merge(tree(base), tree(over));
        let Some(Value::Table(entries)) = merged.get("a").map(|node| &node.value) else {
            panic!("no table");
        };
        let found: Vec<_> = entries
            .iter()
            .map(|entry| (entry.key.as_str(), entry.node.as_str().unwrap_or_default()))
            .collect();
        assert_eq!(found, expected, "{over:?} over {base:?}");
    }

    #[test]
    fn tables_are_merged_key_by_key() {
        case("a.x = '1'\na.y = '2'", "a.y = '3'\na.z = '4'", &[("x", "1"), ("y", "3"), ("z", "4")]);
        case("a.type = 't'\na.x = '1'", "a.y = '2'", &[("type", "t"), ("x", "1"), ("y", "2")]);
        case("a.type = 't'\na.x = '1'", "a.type = 't'", &[("type", "t"), ("x", "1")]);
    }

    #[test]
    fn another_type_is_another_table() {
        case("a.type = 't'\na.x = '1'", "a.type = 'u'\na.y = '2'", &[("type", "u"), ("y", "2")]);
    }
}

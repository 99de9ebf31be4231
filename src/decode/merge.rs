use super::{Node, Value};
use std::collections::BTreeMap;

/// Lays `over` on `base`: tables are merged key by key, everything else in `over` replaces what
/// `base` has. Keys of `base` come first, in its order. A table whose `type` is another one is
/// another thing, and replaces the one below.
pub fn merge(base: Node, over: Node) -> Node {
    if is_another(&base, &over) {
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

fn is_another(base: &Node, over: &Node) -> bool {
    let kinds =
        base.get("type").and_then(Node::as_str).zip(over.get("type").and_then(Node::as_str));
    kinds.is_some_and(|(base, over)| base != over)
}

#[cfg(test)]
mod tests {
    use super::merge;
    use crate::decode::{Node, Value, parse};
    use crate::diag::{Diagnostics, Sources};

    fn shown(node: &Node) -> String {
        match &node.value {
            Value::Table(entries) => {
                let all: Vec<_> =
                    entries.iter().map(|it| format!("{}={}", it.key, shown(&it.node))).collect();
                format!("{{{}}}", all.join(" "))
            }
            Value::Array(items) => format!("[{}]", items.iter().map(shown).collect::<String>()),
            Value::Integer(number) => number.to_string(),
            Value::String(text) => text.clone(),
            other => format!("{other:?}"),
        }
    }

    #[track_caller]
    fn case(base: &'static str, over: &'static str, expected: &str) {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let mut tree = |text: &'static str| {
            let source = sources.add("f", text);
            parse(source, &sources, &mut diagnostics)
        };
        let (base, over) = (tree(base), tree(over));
        assert_eq!(shown(&merge(base, over)), expected);
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn what_is_laid_over_wins_key_by_key() {
        case("a = 1\nb = 2", "b = 3\nc = 4", "{a=1 b=3 c=4}");
        case("[t]\na = 1\nb = 2", "[t]\nb = 3", "{t={a=1 b=3}}");
        case("t = [1, 2]", "t = [3]", "{t=[3]}");
        case("t = 1", "[t]\na = 2", "{t={a=2}}");
    }

    #[test]
    fn a_table_of_another_type_is_another_thing() {
        case("[r]\ntype = \"x\"\na = 1", "[r]\ntype = \"y\"\nb = 2", "{r={type=y b=2}}");
        case("[r]\ntype = \"x\"\na = 1", "[r]\ntype = \"x\"\nb = 2", "{r={type=x a=1 b=2}}");
        case("[r]\ntype = \"x\"\na = 1", "[r]\nb = 2", "{r={type=x a=1 b=2}}");
    }
}

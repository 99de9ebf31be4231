//! A single value where a list or a table stands: what was most likely meant.

use super::{Cx, Decode, Entry, Node, Value};

/// What no key takes that means something by its text.
const ANYTHING: &str = "\u{e9} \u{2400}";

impl Node {
    /// How a spec has it, if it is a plain text or a number.
    pub(super) fn literal(&self) -> Option<String> {
        match &self.value {
            Value::String(text)
                if !text.contains(['"', '\\']) && !text.contains(char::is_control) =>
            {
                Some(format!("\"{text}\""))
            }
            Value::Integer(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// The value in a list, if that can be read.
pub(super) fn in_list<T: Decode>(node: &Node, cx: &mut Cx<'_>) -> Option<String> {
    let literal = node.literal()?;
    cx.fits::<T>(node).then(|| format!("[{literal}]"))
}

/// The value under one of a table's keys, if that can be read and no other key could have been meant.
pub(crate) fn in_table<T: Decode>(
    node: &Node,
    keys: &[&'static str],
    cx: &mut Cx<'_>,
) -> Option<String> {
    let literal = node.literal()?;
    let mut fitting = keys.iter().filter(|key| {
        let text = Value::String(ANYTHING.to_owned());
        cx.fits::<T>(&under(key, node.clone()))
            && !cx.fits::<T>(&under(key, Node { span: node.span, value: text }))
    });
    match (fitting.next(), fitting.next()) {
        (Some(key), None) => Some(format!("{{ {key} = {literal} }}")),
        _ => None,
    }
}

fn under(key: &'static str, node: Node) -> Node {
    let span = node.span;
    let entry = Entry { key: key.to_owned(), key_span: span, node };
    Node { span, value: Value::Table(vec![entry]) }
}

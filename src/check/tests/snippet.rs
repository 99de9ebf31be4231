//! Parts of a TOML file, laid over a whole one.

use crate::decode::{Entry, Node, Value, merge, parse};
use crate::diag::{Diagnostics, Sources};
use std::fmt::Write as _;

/// The whole file with what the snippet changes in it.
pub(super) fn over(whole: &str, snippet: &str) -> String {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut tree = |text: &str| {
        let source = sources.add("snippet", text.to_owned());
        let tree = parse(source, &sources, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{text}\n{diagnostics:?}");
        tree
    };
    let merged = laid(tree(whole), tree(snippet));
    let mut out = String::new();
    if let Value::Table(entries) = &merged.value {
        table("", entries, &mut out);
    }
    out
}

/// The lists of which an integration mostly has one table, which a snippet then changes. Other lists it
/// replaces.
const SINGLE: [&str; 3] = ["services", "scrapes", "dashboards"];

fn laid(whole: Node, snippet: Node) -> Node {
    let merged = merge(unlisted(whole), unlisted(snippet));
    each(merged, |key, node| match node.value {
        Value::Table(_) if SINGLE.contains(&key) => {
            Node { span: node.span, value: Value::Array(vec![node]) }
        }
        _ => node,
    })
}

/// Lists of one table as that table.
fn unlisted(tree: Node) -> Node {
    each(tree, |key, node| match node.value {
        Value::Array(mut items) if SINGLE.contains(&key) && items.len() == 1 => items.remove(0),
        value => Node { span: node.span, value },
    })
}

/// A table with each of its values changed.
fn each(tree: Node, change: impl Fn(&str, Node) -> Node) -> Node {
    let Value::Table(entries) = tree.value else { return tree };
    let changed =
        entries.into_iter().map(|entry| Entry { node: change(&entry.key, entry.node), ..entry });
    Node { span: tree.span, value: Value::Table(changed.collect()) }
}

/// More than this does not go on one line.
const WIDTH: usize = 90;

fn table(path: &str, entries: &[Entry], out: &mut String) {
    let (plain, nested): (Vec<_>, Vec<_>) =
        entries.iter().partition(|entry| tables(&entry.node).is_none());
    for entry in plain {
        let _ = writeln!(out, "{} = {}", key(&entry.key), value(&entry.node));
    }
    for entry in nested {
        let name = key(&entry.key);
        let path = if path.is_empty() { name } else { format!("{path}.{name}") };
        let list = matches!(entry.node.value, Value::Array(_));
        for entries in tables(&entry.node).unwrap_or_default() {
            let (open, close) = if list { ("[[", "]]") } else { ("[", "]") };
            let _ = writeln!(out, "\n{open}{path}{close}");
            table(&path, entries, out);
        }
    }
}

/// The tables that a value is made of, if it shall have lines of its own.
fn tables(node: &Node) -> Option<Vec<&[Entry]>> {
    if value(node).len() < WIDTH {
        return None;
    }
    match &node.value {
        Value::Table(entries) => Some(vec![entries.as_slice()]),
        Value::Array(items) => items
            .iter()
            .map(|item| match &item.value {
                Value::Table(entries) => Some(entries.as_slice()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

fn value(node: &Node) -> String {
    match &node.value {
        Value::String(string) => text(string),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Datetime(time) => time.clone(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(", "))
        }
        Value::Table(entries) => {
            let pair = |entry: &Entry| format!("{} = {}", key(&entry.key), value(&entry.node));
            format!("{{ {} }}", entries.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

fn key(key: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { text(key) }
}

/// TOML's basic strings are JSON's; literal ones need no backslashes.
fn text(text: &str) -> String {
    let literal = text.contains(['"', '\\']) && !text.contains(['\'', '\n']);
    if literal { format!("'{text}'") } else { serde_json::Value::from(text).to_string() }
}

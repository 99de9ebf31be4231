//! Parts of a TOML file, laid over a whole one.

use crate::decode::{Node, Value, merge, parse};
use crate::diag::{Diagnostics, Sources};

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
    let merged = merge(tree(whole), tree(snippet));
    let Value::Table(entries) = merged.value else { return String::new() };
    entries.iter().map(|entry| format!("{} = {}\n", text(&entry.key), value(&entry.node))).collect()
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
            let entries: Vec<_> = entries
                .iter()
                .map(|entry| format!("{} = {}", text(&entry.key), value(&entry.node)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// TOML's strings are JSON's.
fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

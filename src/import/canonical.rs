//! The several ways to write one thing in a Compose file, made into one.

use crate::diag::Span;
use crate::yaml::{Entry, Node, Text, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Brings a file's services into one form: names with values and what a service depends on as mappings,
/// files as lists, a build as a mapping.
pub(super) fn file(node: &mut Node) {
    let Value::Map(entries) = &mut node.value else { return };
    for entry in entries.iter_mut().filter(|entry| entry.key == "services") {
        let Value::Map(services) = &mut entry.node.value else { continue };
        for service in services {
            one(&mut service.node);
        }
    }
}

fn one(service: &mut Node) {
    let Value::Map(entries) = &mut service.value else { return };
    for Entry { key, node, .. } in entries {
        match key.as_str() {
            "environment" | "labels" => assignments(node),
            "networks" => listed(node, |span| Node { span, value: Value::Null, mark: None }),
            "depends_on" => listed(node, |span| table(span, "condition", "service_started")),
            "env_file" => files(node),
            "build" => build(node),
            "deploy" => deploy(node),
            _ => {}
        }
    }
}

fn deploy(node: &mut Node) {
    let Value::Map(entries) = &mut node.value else { return };
    entries.iter_mut().filter(|it| it.key == "labels").for_each(|it| assignments(&mut it.node));
}

fn table(span: Span, key: &str, text: &str) -> Node {
    let node = Node { span, value: Value::Text(Text::new(text)), mark: None };
    let entry = Entry { key: key.to_owned(), key_span: span, node };
    Node { span, value: Value::Map(vec![entry]), mark: None }
}

/// A list of names as a mapping.
fn listed(node: &mut Node, value: impl Fn(Span) -> Node) {
    let Value::List(items) = &mut node.value else { return };
    let (mut entries, mut known) = (Vec::new(), BTreeSet::new());
    for item in items {
        let Some(name) = item.str() else { continue };
        if known.insert(name.to_owned()) {
            let (key, key_span) = (name.to_owned(), item.span);
            entries.push(Entry { key, key_span, node: value(item.span) });
        }
    }
    node.value = Value::Map(entries);
}

/// A list of `NAME=VALUE` as a mapping; the last of a name counts.
fn assignments(node: &mut Node) {
    let Value::List(items) = &mut node.value else { return };
    let (mut entries, mut known) = (Vec::<Entry>::new(), BTreeMap::new());
    for item in items {
        let Value::Text(text) = &item.value else { continue };
        let (key, value) = assignment(text);
        let value = value.map_or(Value::Null, Value::Text);
        let node = Node { span: item.span, value, mark: None };
        let entry = Entry { key, key_span: item.span, node };
        if let Some(place) = known.get(&entry.key) {
            entries[*place] = entry;
        } else {
            known.insert(entry.key.clone(), entries.len());
            entries.push(entry);
        }
    }
    node.value = Value::Map(entries);
}

/// The name and the value of `NAME=VALUE`.
fn assignment(text: &Text) -> (String, Option<Text>) {
    match text.text.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(Text::new(value))),
        None => (text.text.clone(), None),
    }
}

/// One or more files, each as `path` and what else is said of it.
fn files(node: &mut Node) {
    let items: Vec<Node> = match &node.value {
        Value::Text(_) => vec![Node { mark: None, ..node.clone() }],
        Value::List(items) => items.clone(),
        _ => return,
    };
    let long = |item: Node| match &item.value {
        Value::Text(_) => {
            let span = item.span;
            let entry = Entry { key: "path".to_owned(), key_span: span, node: item };
            Node { span, value: Value::Map(vec![entry]), mark: None }
        }
        _ => item,
    };
    node.value = Value::List(items.into_iter().map(long).collect());
}

fn build(node: &mut Node) {
    if let Value::Text(text) = &node.value {
        let span = node.span;
        let inner = Node { span, value: Value::Text(text.clone()), mark: None };
        let entry = Entry { key: "context".to_owned(), key_span: span, node: inner };
        node.value = Value::Map(vec![entry]);
    }
}

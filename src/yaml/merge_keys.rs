//! `<<`: a mapping takes over the keys that it lacks from one or more others.

use super::node::{Entry, Node, Value};
use std::collections::BTreeSet;

/// Puts what `<<` names after a mapping's own keys. Of several, the first has the say. Anything else
/// under `<<` is left alone.
pub(super) fn apply(entries: &mut Vec<Entry>) {
    let Some(at) = entries.iter().position(|entry| entry.key == "<<") else { return };
    let merged = entries.remove(at).node;
    let sources = match merged.value {
        Value::List(items) => items,
        _ => vec![merged],
    };
    let mut known: BTreeSet<String> = entries.iter().map(|entry| entry.key.clone()).collect();
    for Node { value, .. } in sources {
        let Value::Map(others) = value else { continue };
        entries.extend(others.into_iter().filter(|other| known.insert(other.key.clone())));
    }
}

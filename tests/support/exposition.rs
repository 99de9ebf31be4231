//! Prometheus's text format, version 0.0.4.

use std::collections::{BTreeMap, BTreeSet};

/// What a page of metrics has.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// By family: its type.
    pub(crate) types: BTreeMap<String, String>,
    /// By series name: the sets of label names that its series have.
    pub(crate) labels: BTreeMap<String, BTreeSet<BTreeSet<String>>>,
}

impl Page {
    /// Adds what a text has.
    ///
    /// # Panics
    ///
    /// If it is not in the format.
    pub(crate) fn read(&mut self, text: &str) {
        for line in text.lines().filter(|line| !line.is_empty()) {
            if let Some(comment) = line.strip_prefix('#') {
                let mut words = comment.split_whitespace();
                if words.next() == Some("TYPE") {
                    let (Some(family), Some(kind)) = (words.next(), words.next()) else {
                        panic!("{line}")
                    };
                    self.types.insert(family.to_owned(), kind.to_owned());
                }
                continue;
            }
            let end = line.find(['{', ' ']).unwrap_or_else(|| panic!("{line}"));
            let (name, rest) = line.split_at(end);
            let names = if rest.starts_with('{') { label_names(rest) } else { BTreeSet::new() };
            self.labels.entry(name.to_owned()).or_default().insert(names);
        }
    }
}

/// The names in `{a="b",c="d"} 1`.
fn label_names(rest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = &rest[1..];
    while !rest.starts_with('}') {
        let (name, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{rest}"));
        names.insert(name.trim_start_matches(',').to_owned());
        let mut escaped = false;
        let end = after.char_indices().find_map(|(at, c)| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends.then_some(at)
        });
        rest = &after[end.unwrap_or_else(|| panic!("{after}")) + 1..];
        rest = rest.strip_prefix(",}").map_or(rest, |_| "}");
    }
    names
}

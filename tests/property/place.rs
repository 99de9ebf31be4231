//! The places of a spec where a text stands.

use stackgen::decode::{Node, Value, parse};
use stackgen::diag::{Diagnostics, Sources};

/// A string, or a key that the user chooses.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Its path, with `=` in front if it is a key.
    pub(crate) path: String,
    /// The text in the base.
    pub(crate) text: String,
    /// The part of it that is free: `zz…zz`, or all of it where no letter is.
    pub(crate) token: Option<String>,
}

impl Place {
    /// A place with a text of the base.
    pub(crate) fn new(path: String, text: &str) -> Self {
        Self { path, text: text.to_owned(), token: token(text) }
    }

    /// Whether it is a key.
    pub(crate) fn is_key(&self) -> bool {
        self.path.starts_with('=')
    }
}

/// Texts that cannot have a `zz`, but stand nowhere in the base's files except where they belong.
const WITHOUT_LETTERS: [&str; 7] =
    ["127.0.7.1", "127.0.7.2", "127.0.7.3", "127.0.7.4", "08:07", "17:07", "08:37"];

/// The free part of a text: what lies between `zz` and the next `zz`, with both.
fn token(text: &str) -> Option<String> {
    if WITHOUT_LETTERS.contains(&text) {
        return Some(text.to_owned());
    }
    let start = text.find("zz")?;
    let end = start + 2 + text[start + 2..].find("zz")? + 2;
    Some(text[start..end].to_owned())
}

/// A base spec.
///
/// # Panics
///
/// If it is no TOML.
#[track_caller]
pub(crate) fn base(text: &'static str) -> Node {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let source = sources.add("base", text);
    let node = parse(source, &sources, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    node
}

/// Every string of a tree, and every key with a free part.
pub(crate) fn all(node: &Node) -> Vec<Place> {
    let mut places = Vec::new();
    walk("", node, &mut places);
    places
}

fn walk(path: &str, node: &Node, places: &mut Vec<Place>) {
    match &node.value {
        Value::String(text) => places.push(Place::new(path.to_owned(), text)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(&format!("{path}/{index}"), item, places);
            }
        }
        Value::Table(entries) => {
            for entry in entries {
                let path = format!("{path}/{}", entry.key);
                if token(&entry.key).is_some() {
                    places.push(Place::new(format!("={path}"), &entry.key));
                }
                walk(&path, &entry.node, places);
            }
        }
        _ => {}
    }
}

//! What varies is data: no Rust names an integration.

use std::collections::BTreeSet;
use std::fs;

use crate::rust::Token;
use crate::source;
use crate::support::cases;

/// The components of the stack, which have sections of a spec and files of the output of their own,
/// and the proxy.
const COMPONENTS: [&str; 4] = ["prometheus", "alertmanager", "grafana", "caddy"];

/// Words that are names of integrations and of something else as well, in code; in texts they are
/// names.
const WORDS: [(&str, &str); 3] = [
    ("app", "a section of a spec"),
    ("probe", "a section of a spec"),
    ("node", "a place in a tree"),
];

#[test]
fn no_integration_has_a_name_in_rust() {
    let names = names();
    let mut found = Vec::new();
    for file in source::files() {
        for token in &file.code {
            let (text, is_code) = match token {
                Token::Word(word) => (word, true),
                Token::Text(text) => (text, false),
                Token::Sign(_) => continue,
            };
            for word in words(text) {
                let common = WORDS.iter().any(|(known, _)| *known == word);
                if names.contains(&word) && !(common && is_code) && !is_section(&word) {
                    found.push(format!("src/{}: {text:?}", file.path));
                }
            }
        }
    }
    assert!(found.is_empty(), "names of integrations in Rust:\n{}", found.join("\n"));
}

/// Texts name sections of a spec: `[apps.NAME]`, the label `role="app"`, the job of a probe.
fn is_section(word: &str) -> bool {
    ["app", "probe"].contains(&word)
}

/// The integrations of the catalogue that are no components.
fn names() -> BTreeSet<String> {
    let folder = fs::read_dir(cases::repository("presets/integrations")).expect("the catalogue");
    let names = folder.filter_map(|entry| {
        let path = entry.ok()?.path();
        Some(path.file_stem()?.to_str()?.to_owned())
    });
    let names: BTreeSet<String> =
        names.filter(|name| !COMPONENTS.contains(&name.as_str())).collect();
    assert!(names.contains("node"), "the catalogue has no integration `node`");
    names
}

/// The words of a text, in lower case: `NodeExporter` and `node_exporter` both are `node` and `exporter`.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for c in text.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && after_lower {
            words.push(String::new());
        }
        after_lower = c.is_lowercase();
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn words_of_names() {
    assert_eq!(words("NodeExporter"), ["node", "exporter"]);
    assert_eq!(words("a node-exporter: {= x =}"), ["a", "node", "exporter", "x"]);
}

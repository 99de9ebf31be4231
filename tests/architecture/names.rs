//! What varies is data: no Rust names an integration, or a type of receiver.

use std::collections::BTreeSet;
use std::fs;

use crate::rust::Token;
use crate::source;
use crate::support::cases;

/// The programs whose files Rust writes, whose interfaces it asks, and of which messages speak. Their services
/// it finds by what they do.
const SPOKEN_OF: [&str; 3] = ["prometheus", "alertmanager", "grafana"];

/// Words that are names of integrations and of something else as well, in code; in texts they are
/// names.
const WORDS: [(&str, &str); 4] = [
    ("app", "a section of a spec"),
    ("email", "a mail address"),
    ("probe", "a section of a spec"),
    ("node", "a place in a tree"),
];

#[test]
fn no_integration_has_a_name_in_rust() {
    let named = named(&integrations(), words, |_| true);
    assert!(named.is_empty(), "names of integrations in Rust:\n{}", named.join("\n"));
}

/// Whoever needs a service asks for its role. A text that is nothing but a name would look one up.
#[test]
fn nothing_is_looked_up_by_the_name_of_an_integration() {
    let names = names("presets/integrations");
    let mut found = Vec::new();
    for file in source::files() {
        for token in &file.code {
            if let Token::Text(text) = token
                && names.contains(text.as_str())
                && !is_section(text)
            {
                found.push(format!("src/{}: {text:?}", file.path));
            }
        }
    }
    assert!(found.is_empty(), "lookups by name in Rust:\n{}", found.join("\n"));
}

/// What secrets of well-known services look like is known of services, whatever receives alerts.
const SECRETS: &str = "decode/secret/";

#[test]
fn no_type_of_receiver_has_a_name_in_rust() {
    let named = named(&receivers(), wide_words, |path| !path.starts_with(SECRETS));
    assert!(named.is_empty(), "names of receivers in Rust:\n{}", named.join("\n"));
}

/// Where some of the files below `src/` have one of these names, in code or in a text.
fn named(
    names: &BTreeSet<String>,
    words: fn(&str) -> Vec<String>,
    of: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut found = Vec::new();
    for file in source::files().iter().filter(|file| of(&file.path)) {
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
    found
}

/// Texts name sections of a spec: `[apps.NAME]`, the label `role="app"`, the job of a probe.
fn is_section(word: &str) -> bool {
    ["app", "probe"].contains(&word)
}

/// The integrations of the catalogue that Rust has no reason to speak of.
fn integrations() -> BTreeSet<String> {
    let mut names = names("presets/integrations");
    names.retain(|name| !SPOKEN_OF.contains(&name.as_str()));
    assert!(names.contains("node"), "the catalogue has no integration `node`");
    names
}

/// The types of receivers of the catalogue.
fn receivers() -> BTreeSet<String> {
    let names = names("presets/receivers");
    assert!(names.contains("slack"), "the catalogue has no receiver `slack`");
    names
}

/// The names of the files in a folder.
fn names(folder: &str) -> BTreeSet<String> {
    let folder = fs::read_dir(cases::repository(folder)).expect("the catalogue");
    let names = folder.filter_map(|entry| {
        let path = entry.ok()?.path();
        Some(path.file_stem()?.to_str()?.to_owned())
    });
    names.collect()
}

/// The words of a text, and those that its capitals divide as a whole, too: `PagerDuty` is `pagerduty`.
fn wide_words(text: &str) -> Vec<String> {
    let whole = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words(text).into_iter().chain(whole).collect()
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
    assert_eq!(wide_words("NodeExporter"), ["node", "exporter", "nodeexporter"]);
    assert_eq!(words("a node-exporter: {= x =}"), ["a", "node", "exporter", "x"]);
}

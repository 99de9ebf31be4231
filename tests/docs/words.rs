//! What a user reads is plain English: the turns of `words.txt` are not used any more.
//!
//! A user reads the messages and the help of the program, the documents, the presets, and what is
//! rendered from the templates. What only the authors read, such as tests, is not looked at.

use std::collections::BTreeSet;
use std::fs;

use regex::{Regex, RegexBuilder};

use crate::rust::{self, Token};
use crate::support::{cases, tree};

/// Folders whose every file is read by users.
const READ: [&str; 4] = ["docs", "examples", "presets", "templates"];

/// Modules whose doc comments become help texts and references.
const EXPLAINED: [&str; 3] = ["cli/", "spec/", "catalog/"];

/// A turn that is not used any more.
struct Turn {
    pattern: Regex,
    better: String,
}

struct Turns {
    unused: Vec<Turn>,
    /// What looks like such a turn and is none.
    fine: Vec<Regex>,
}

impl Turns {
    fn read() -> Self {
        let text = fs::read_to_string(cases::repository("tests/docs/words.txt")).expect("the list");
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut turns = Self { unused: vec![], fine: vec![] };
        for line in lines {
            match line.split_once(" -> ") {
                Some((pattern, better)) => {
                    let (pattern, better) = (compiled(pattern), better.to_owned());
                    turns.unused.push(Turn { pattern, better });
                }
                None => turns.fine.push(compiled(line)),
            }
        }
        turns
    }

    /// The turns that a text has, each with what is better.
    fn found(&self, text: &str) -> Vec<String> {
        let mut text = text.to_owned();
        for fine in &self.fine {
            text = fine.replace_all(&text, "…").into_owned();
        }
        let found = self.unused.iter().flat_map(|turn| {
            let better = &turn.better;
            turn.pattern
                .find_iter(&text)
                .map(move |found| format!("{:?} -> {better}", found.as_str()))
        });
        found.collect()
    }
}

/// Words may stand on two lines, also of a comment.
fn compiled(pattern: &str) -> Regex {
    let pattern = pattern.replace(' ', r"(?:\s+(?:///?|//!|#|\*)?\s*)");
    let built = RegexBuilder::new(&pattern).case_insensitive(true).build();
    built.unwrap_or_else(|error| panic!("{pattern}: {error}"))
}

/// What users read, each with the file that it is in.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for folder in READ {
        for (path, bytes) in tree::read(&cases::repository(folder)).expect("it can be read") {
            texts.extend(
                String::from_utf8(bytes).ok().map(|text| (format!("{folder}/{path}"), text)),
            );
        }
    }
    for entry in fs::read_dir(cases::repository("")).expect("it can be read").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().extension().is_some_and(|ending| ending == "md") {
            texts.push((name, fs::read_to_string(entry.path()).expect("it can be read")));
        }
    }
    for (path, bytes) in tree::read(&cases::repository("src")).expect("it can be read") {
        if path.split(['/', '.']).any(|part| part == "tests" || part.ends_with("_tests")) {
            continue;
        }
        let text = String::from_utf8(bytes).expect("a Rust file is text");
        let literals = rust::code(&text).into_iter().filter_map(|token| match token {
            Token::Text(text) => Some(joined(&text)),
            _ => None,
        });
        let mut said: Vec<String> = literals.collect();
        if EXPLAINED.iter().any(|module| path.starts_with(module)) {
            let lines = text.lines().map(str::trim_start);
            said.extend(lines.filter(|line| line.starts_with("///")).map(str::to_owned));
        }
        texts.push((format!("src/{path}"), said.join("\n")));
    }
    texts
}

/// A string literal without the line ends that `\` takes away.
fn joined(literal: &str) -> String {
    let mut parts = literal.split("\\\n");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.trim_start())
}

#[test]
fn nothing_that_a_user_reads_has_a_turn_of_the_list() {
    let turns = Turns::read();
    let texts = texts();
    assert!(texts.len() > 300, "only {} texts were found", texts.len());
    let mut found = BTreeSet::new();
    for (path, text) in &texts {
        found.extend(turns.found(text).into_iter().map(|turn| format!("{path}: {turn}")));
    }
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "{} turns:\n{}", found.len(), found.join("\n"));
}

#[test]
fn turns_are_found_and_what_is_fine_is_not() {
    let turns = Turns::read();
    assert_eq!(turns.found("the path is no\nfile").len(), 1);
    assert_eq!(turns.found("/// so it is made\n/// anew").len(), 1);
    assert_eq!(turns.found("It is no longer there, and there is no receiver.").len(), 0);
}

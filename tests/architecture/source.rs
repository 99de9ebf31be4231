//! The files below `src/`.

use std::collections::BTreeSet;

use crate::rust::{self, Token};
use crate::support::{cases, tree};

/// A file with code that is part of the program.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path below `src/`.
    pub(crate) path: String,
    /// The module at the top that it belongs to: `render` for `render/mod.rs`.
    pub(crate) module: String,
    /// Its text.
    pub(crate) text: String,
    /// Its code.
    pub(crate) code: Vec<Token>,
}

/// Every file that is not there for tests only.
pub(crate) fn files() -> Vec<File> {
    let tree = tree::read(&cases::repository("src")).expect("src/ can be read");
    let file = |(path, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).expect("a Rust file is text");
        let module = path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        File { module, code: rust::code(&text), text, path }
    };
    let files: Vec<File> = tree.into_iter().filter(|(path, _)| !is_test(path)).map(file).collect();
    assert!(files.len() > 100, "only {} files below src/", files.len());
    files
}

/// Files of which the names say that they are tests. That they are taken in under `#[cfg(test)]`
/// only is what [`tests_are_no_part_of_the_program`] asserts.
fn is_test(path: &str) -> bool {
    let parts: Vec<_> = path.trim_end_matches(".rs").split('/').collect();
    parts.iter().any(|part| ["tests", "fault_tests", "real_life"].contains(part))
}

/// The modules at the top.
pub(crate) fn modules(files: &[File]) -> BTreeSet<&str> {
    files
        .iter()
        .map(|file| file.module.as_str())
        .filter(|module| !["lib", "main"].contains(module))
        .collect()
}

/// The paths that start with a crate or a keyword, `crate::stack::Stack` as `crate` and `stack`;
/// those of a list in braces each by itself.
pub(crate) fn paths(code: &[Token], from: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let colon = Token::Sign(':');
    for (at, token) in code.iter().enumerate() {
        let starts = matches!(token, Token::Word(word) if word == from)
            && code.get(at + 1) == Some(&colon)
            && code.get(at + 2) == Some(&colon);
        // `$crate::` in a macro is the same; `a::crate_name::` is not.
        let continues = at > 0 && code[at - 1] == colon;
        if !starts || continues {
            continue;
        }
        match code.get(at + 3) {
            Some(Token::Word(word)) => drop(found.insert(word.clone())),
            Some(Token::Sign('{')) => {
                let mut depth = 0;
                let mut first = false;
                for token in &code[at + 3..] {
                    match token {
                        Token::Sign('{') => (depth, first) = (depth + 1, depth == 0),
                        Token::Sign('}') => depth -= 1,
                        Token::Sign(',') => first = depth == 1,
                        Token::Word(word) if first => {
                            found.insert(word.clone());
                            first = false;
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn paths_are_read_from_code() {
    let code = rust::code(
        "use crate::{a, b::{c, d}, e}; crate::f::g(); std::fs::x; my::crate::no; // crate::z",
    );
    assert_eq!(paths(&code, "crate").into_iter().collect::<Vec<_>>(), ["a", "b", "e", "f"]);
    assert_eq!(paths(&code, "std").into_iter().collect::<Vec<_>>(), ["fs"]);
}

#[test]
fn tests_are_no_part_of_the_program() {
    let tree = tree::read(&cases::repository("src")).expect("src/ can be read");
    for path in tree.keys().filter(|path| is_test(path)) {
        let parts: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
        let at =
            (1..=parts.len()).find(|end| is_test(&parts[..*end].join("/"))).expect("it is a test");
        let (name, folder) = (parts[at - 1], parts[..at - 1].join("/"));
        let parent = [format!("{folder}/mod.rs"), format!("{folder}.rs")];
        let parent = parent.iter().find_map(|parent| tree.get(parent)).expect("a module above it");
        let parent = String::from_utf8_lossy(parent);
        let used = parent.split(&format!("mod {name};")).next().unwrap_or_default();
        let attributes = used.rsplit(';').next().unwrap_or_default();
        assert!(attributes.contains("#[cfg("), "{path} is not behind #[cfg(test)]");
        assert!(attributes.contains("test"), "{path} is not behind #[cfg(test)]");
    }
}

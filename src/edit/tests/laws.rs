//! What holds for every text: those of the presets, of the examples, and of all test cases.

use super::super::Draft;
use std::path::Path;

/// Every TOML file of the repository that is one.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["presets/stacks", "examples", "tests/cases/valid", "tests/property/bases"] {
        files(&root.join(folder), &mut found);
    }
    assert!(found.len() > 10, "{}", found.len());
    found
}

fn files(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "toml") {
            let text = std::fs::read_to_string(&path).expect("a text");
            found.push((path.display().to_string(), text));
        }
    }
}

/// The same text as other editors and systems keep it.
fn kept(text: &str) -> Vec<String> {
    let compact = text.replace("\n\n", "\n");
    let all = [text.to_owned(), compact, text.trim_end().to_owned(), format!("{text}\n\n")];
    let ends = |text: &String| ["\n", "\r\n", "\r"].map(|end| text.replace('\n', end));
    let all: Vec<String> = all.iter().flat_map(ends).collect();
    all.iter().flat_map(|text| [text.clone(), format!("\u{feff}{text}")]).collect()
}

fn comments(text: &str) -> Vec<&str> {
    let lines = text.split(['\n', '\r']).map(str::trim);
    let mut comments: Vec<_> = lines.filter(|line| line.starts_with('#')).collect();
    comments.sort_unstable();
    comments
}

const SECTIONS: [&str; 6] = ["apps", "integrations", "probes", "alerts", "receivers", "unknown"];

#[test]
fn what_is_added_and_removed_leaves_no_trace() {
    for (name, text) in texts() {
        for text in kept(&text) {
            let draft = Draft::read(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
            for section in SECTIONS {
                for block in ["", "# Why.\n# And what for.\n"] {
                    let mut edited = draft.clone();
                    let block = format!(
                        "{block}[{section}.\"n w\"]\nx = [\n  1,\n]\n\n[{section}.\"n w\".y]\n"
                    );
                    edited.add(section, "n w", &block).expect("it can be added");
                    assert!(edited.has(section, "n w"));
                    assert!(comments(edited.as_str()).len() >= comments(&text).len());
                    edited.remove(section, "n w").expect("it can be removed");
                    assert_eq!(edited.as_str(), text, "{name}: {section}");
                }
            }
        }
    }
}

#[test]
fn what_is_set_and_unset_leaves_no_trace() {
    let paths: [&[&str]; 6] = [
        &["prometheus", "new", "key"],
        &["host", "new"],
        &["name-of-it"],
        &["apps", "web", "new"],
        &["routing", "P9"],
        &["unknown", "new"],
    ];
    for (name, text) in texts() {
        for text in kept(&text) {
            for path in paths {
                let mut draft = Draft::read(&text).expect("TOML");
                draft.set(path, "[ 1 ]").expect("it can be set");
                assert_eq!(comments(draft.as_str()), comments(&text), "{name}");
                draft.push(path, "2").expect("it is an array");
                assert_eq!(draft.get(path), Some("[ 1, 2 ]"), "{name}");
                draft.set(path, "{ a = 1 }").expect("it can be set again");
                let inner: Vec<&str> = path.iter().copied().chain(["b"]).collect();
                draft.set(&inner, "2").expect("a key of it can be set");
                assert_eq!(draft.get(path), Some("{ a = 1, b = 2 }"), "{name}");
                draft.unset(path).expect("it can be unset");
                let left = draft.text();
                if path.len() == 3 && left != text {
                    // The header of an entry stays.
                    assert!(draft.remove(path[0], path[1]).is_ok());
                }
                assert_eq!(draft.text(), text, "{name}: {path:?}");
            }
        }
    }
}

#[test]
fn a_value_set_to_itself_changes_nothing() {
    for (name, text) in texts() {
        let draft = Draft::read(&text).expect("TOML");
        for part in draft.parts.iter().filter(|part| !part.is_header()) {
            let path: Vec<&str> = part.path.iter().map(String::as_str).collect();
            let Some(value) = draft.get(&path) else { continue };
            let mut edited = draft.clone();
            edited.set(&path, value).expect("its own value");
            assert_eq!(edited.as_str(), text, "{name}");
            edited.set(&path, "\"another one\"").expect("another value");
            assert!(comments(edited.as_str()).len() >= comments(&text).len(), "{name}: {path:?}");
            edited.unset(&path).expect("it is there");
            assert!(!edited.defines(&path), "{name}: {path:?}");
        }
    }
}

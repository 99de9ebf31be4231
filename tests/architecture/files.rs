//! Small files, one idea each, and modules that say what they are for.

use crate::source;

/// A file with more lines wants a second look, and then a line below.
const MOST_LINES: usize = 400;

/// Files that had their second look, and why they are one.
const LONG: &[(&str, &str)] = &[];

#[test]
fn files_are_small() {
    let files = source::files();
    let long: Vec<_> = files
        .iter()
        .map(|file| (file.path.as_str(), file.text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .collect();
    let unknown: Vec<_> =
        long.iter().filter(|(path, _)| !LONG.iter().any(|(known, _)| known == path)).collect();
    assert!(unknown.is_empty(), "more than {MOST_LINES} lines: {unknown:?}");
    for (path, _) in LONG {
        assert!(
            long.iter().any(|(long, _)| long == path),
            "src/{path} is no longer long: strike it off"
        );
    }
}

#[test]
fn the_program_itself_is_a_few_lines() {
    let files = source::files();
    let main = files.iter().find(|file| file.path == "main.rs").expect("there is a main.rs");
    assert!(main.text.lines().count() < 30, "main.rs has {} lines", main.text.lines().count());
}

#[test]
fn every_module_says_what_it_is_for() {
    for file in source::files() {
        let is_root = file.path.ends_with("mod.rs") || !file.path.contains('/');
        if is_root {
            assert!(
                file.text.starts_with("//! "),
                "src/{} does not start with what it is for",
                file.path
            );
        }
    }
}

#[test]
fn no_file_is_a_drawer_of_odds_and_ends() {
    for file in source::files() {
        let stems = ["utils", "util", "helpers", "helper", "common", "misc"];
        let name = file.path.trim_end_matches(".rs");
        let bad = name.split('/').any(|part| stems.contains(&part));
        assert!(!bad, "src/{} has a name that says nothing", file.path);
    }
}

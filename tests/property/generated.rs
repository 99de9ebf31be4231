//! Specs made by chance and by damage. None makes the program panic, and whatever is accepted
//! renders files that parse.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::support::cases;
use crate::tape::{self, Tape};
use crate::{grammar, hostile, parsed, run};

/// Enough to tell that the cases are what they are meant to be, in a bounded time without
/// optimisation.
const CASES: u64 = 2000;

#[test]
fn specs_made_by_chance() {
    let accepted = AtomicU64::new(0);
    let cases = tape::cases(CASES);
    tape::each(cases, 400, |tape| {
        let spec = grammar::spec(tape);
        let counted = works(&spec, run::KINDS);
        accepted.fetch_add(u64::from(counted), Ordering::Relaxed);
    });
    let accepted = accepted.into_inner();
    println!("{accepted} of {cases} specs are accepted");
    // Where nearly everything is refused, nearly nothing is tried.
    assert!(accepted * 4 >= cases, "only {accepted} of {cases} specs are accepted");
}

#[test]
fn damaged_specs() {
    let specs = specs();
    tape::each(tape::cases(CASES) / 2, 60, |tape| {
        let spec = tape.pick(&specs);
        works(&damaged(spec, tape), run::KINDS);
    });
}

#[test]
fn damaged_integrations() {
    let mut texts = texts(&cases::repository("presets/integrations"));
    texts.push(run::KINDS.to_owned());
    let spec = "version = 1\npreset = \"minimal\"\n[integrations.a]\ntype = \"kinds\"\n";
    tape::each(tape::cases(CASES) / 6, 60, |tape| {
        let integration = tape.pick(&texts);
        works(spec, &damaged(integration, tape));
    });
}

/// Whether the spec is accepted; its files parse then.
#[track_caller]
fn works(spec: &str, own: &str) -> bool {
    let resolved = run::with_own(spec, own);
    if own == run::KINDS {
        run::blames_the_spec(&resolved).unwrap_or_else(|problem| panic!("{problem}\n{spec}"));
    }
    let files = run::files(&resolved);
    if let Some(files) = &files {
        parsed::all(files);
    } else {
        // What is refused says why.
        assert!(!run::said(&resolved).is_empty());
    }
    files.is_some()
}

/// The presets, the examples, and the spec that uses everything.
fn specs() -> Vec<String> {
    let mut specs = texts(&cases::repository("presets/stacks"));
    for example in cases::folders(&cases::repository("examples")) {
        specs.extend(texts(&example));
    }
    specs.push(include_str!("bases/everything.toml").to_owned());
    specs
}

/// The TOML files of a folder.
fn texts(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder of this repository");
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("a file of this repository")).collect()
}

/// A text with bytes, lines and words of it changed.
fn damaged(text: &str, tape: &mut Tape<'_>) -> String {
    let words = [
        "\"",
        "'",
        "=",
        "[",
        "]",
        "{",
        "}",
        "\n",
        "#",
        ".",
        ",",
        "\\",
        "\"\"\"",
        "0",
        "-",
        "999999999999",
        "[[",
        "]]",
        "true",
        "1.5",
        "\"\"",
        "\0",
        "\u{85}",
        "{= x =}",
        "{% if x %}",
        "{{",
        "inf",
        "1979-05-27",
        "a = 1\n",
    ];
    let hostile = hostile::all();
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=tape.below(4) {
        let at = (tape.below(65_536) * (bytes.len() + 1)) >> 16;
        let end = (at + tape.below(40)).min(bytes.len());
        match tape.below(7) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            2 => drop(bytes.splice(at..at, tape.pick(&words).bytes())),
            3 => drop(
                bytes.splice(at..at, tape.pick(&hostile).bytes().take(100).collect::<Vec<_>>()),
            ),
            4 => bytes.truncate(at.max(1)),
            5 => {
                // A whole line, to another place.
                let line_end =
                    bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n);
                let line: Vec<u8> = bytes.drain(at..line_end).collect();
                let to = (tape.below(65_536) * (bytes.len() + 1)) >> 16;
                bytes.splice(to..to, line);
            }
            _ if at < bytes.len() => bytes[at] = u8::try_from(tape.below(256)).unwrap_or(0),
            _ => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

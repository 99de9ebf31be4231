//! What comes from outside has one place where it is known.

use std::collections::BTreeSet;

use crate::rust::Token;
use crate::source::{self, File};

/// The modules that know a crate; a file where only one may.
const KNOWN_BY: &[(&str, &[&str])] = &[
    ("minijinja", &["template"]),
    ("promql_parser", &["promql"]),
    ("cap_std", &["folder"]),
    ("clap", &["cli", "ui"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("toml", &["decode"]),
    ("toml_edit", &["edit"]),
    ("annotate_snippets", &["diag"]),
    ("strsim", &["diag"]),
    ("similar", &["output"]),
    ("serde_yaml", &["verify"]),
    ("saphyr_parser", &["yaml"]),
    ("tempfile", &["cli"]),
    ("bollard", &["docker"]),
    ("hyper", &["docker"]),
    ("hyper_util", &["docker"]),
    ("docker_credential", &["docker"]),
    ("indicatif", &["ui"]),
    ("dialoguer", &["ui"]),
    ("console", &["ui"]),
    ("tokio", &["cli", "docker"]),
    ("futures_util", &["cli", "docker"]),
    ("ureq", &["live"]),
    ("jiff", &["docker", "live"]),
    ("hex", &["output", "value"]),
    ("percent_encoding", &["decode"]),
];

/// The modules that touch the world.
const FILES: &[&str] = &["cli", "docker", "folder", "output"];
const TERMINAL: &[&str] = &["cli", "ui"];
const PROCESSES: &[&str] = &["cli", "output", "main"];
const ENVIRONMENT: &[&str] = &["cli", "docker", "ui", "output"];
/// What is rendered depends on no clock; waiting for an engine does.
const CLOCKS: &[&str] = &["cli", "docker", "live", "output"];
/// Where maps are only looked up in, never walked, a hash does no harm.
/// The engine's interface wants hash maps, and what it is sent has no order.
const HASHED: &[&str] = &["check", "docker"];

#[test]
fn a_crate_is_known_in_its_own_place_only() {
    let files = source::files();
    for (name, modules) in KNOWN_BY {
        let users: BTreeSet<&str> =
            files.iter().filter(|file| uses(file, name)).map(|f| f.module.as_str()).collect();
        let allowed: BTreeSet<&str> = modules.iter().copied().collect();
        assert_eq!(users, allowed, "who uses {name}, and who may");
    }
}

#[test]
fn only_output_the_engine_and_the_command_line_touch_the_disk() {
    only(FILES, |file| source::paths(&file.code, "std").contains("fs"), "std::fs");
}

#[test]
fn only_the_command_line_talks_to_people() {
    let prints = |file: &File| {
        let follows = |name: &str, signs: &[char]| {
            file.code.windows(1 + signs.len()).any(|part| {
                part[0] == Token::Word(name.to_owned())
                    && part[1..].iter().zip(signs).all(|(token, sign)| *token == Token::Sign(*sign))
            })
        };
        let macros = ["println", "eprintln", "print", "eprint", "dbg"];
        let streams = ["stdout", "stderr", "stdin"];
        macros.iter().any(|name| follows(name, &['!']))
            || streams.iter().any(|name| follows(name, &['(', ')']))
    };
    only(TERMINAL, prints, "standard streams");
}

#[test]
fn only_the_edge_knows_processes_environment_clock_and_network() {
    only(PROCESSES, |file| source::paths(&file.code, "std").contains("process"), "std::process");
    only(ENVIRONMENT, |file| source::paths(&file.code, "std").contains("env"), "std::env");
    // The same spec gives the same bytes: nothing asks for the time. (Durations are no clock.)
    for file in source::files() {
        for clock in ["SystemTime", "Instant"] {
            let reads = file.code.contains(&Token::Word(clock.to_owned()));
            let fine = !reads || CLOCKS.contains(&file.module.as_str());
            assert!(fine, "src/{} reads the clock", file.path);
        }
        for hash in ["HashMap", "HashSet", "RandomState"] {
            let used = file.code.contains(&Token::Word(hash.to_owned()));
            let fine = !used || HASHED.contains(&file.module.as_str());
            assert!(fine, "src/{} uses {hash}, whose order is another one in each run", file.path);
        }
    }
}

/// Only these modules do something. That none of them has stopped doing it is not asked.
#[track_caller]
fn only(modules: &[&str], does: impl Fn(&File) -> bool, what: &str) {
    let files = source::files();
    let others = files.iter().filter(|file| does(file) && !modules.contains(&file.module.as_str()));
    let others: Vec<_> = others.map(|file| format!("src/{}", file.path)).collect();
    assert!(others.is_empty(), "{what} is used in {}", others.join(", "));
    assert!(files.iter().any(does), "nothing uses {what}, so this test tests nothing");
}

fn uses(file: &File, name: &str) -> bool {
    let name = Token::Word(name.to_owned());
    file.code.windows(2).enumerate().any(|(at, pair)| {
        let path = pair[0] == name
            && pair[1] == Token::Sign(':')
            && file.code.get(at + 2) == Some(&Token::Sign(':'));
        let own = at > 0 && file.code[at - 1] == Token::Sign(':');
        path && !own
    })
}

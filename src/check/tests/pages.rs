//! Every code has a page, every page a code, and what the pages show is true.
//!
//! On a page, a block of TOML is marked `bad` or `good` and starts with the name of its file:
//! `# stack.toml`, or `# integrations/queue.toml`, of which it is a part. The bad ones together are
//! reported under the page's code, exactly as the block marked `text` shows, which
//! `UPDATE_GOLDENS=1` writes; the good ones are not reported, and are read without an error. The
//! codes of an import have blocks of YAML, which are imported.

use super::super::CHECKS;
use super::harness::{self, Checked, QUEUE, own};
use super::{imported, snippet};
use crate::catalog::{Neighbour, NeighbourKind, UserFolder};
use crate::diag::Severity;
use crate::{catalog, decode, import, stack};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// What a spec needs to use the queue.
const USES_QUEUE: &str =
    "[integrations.queue]\ntargets = [\"queue:9100\"]\n[networks]\njoin = [\"shop_default\"]\n";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/checks")
}

/// The pages, by code.
fn pages() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let pages = entries.filter(|path| path.file_name().is_some_and(|name| name != "README.md"));
    pages
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// Every code of the program, with how many there are of each.
fn codes() -> BTreeMap<&'static str, usize> {
    let of_checks = CHECKS.iter().map(|check| check.code);
    let others = decode::codes::ALL.iter().chain(catalog::codes::ALL).chain(stack::codes::ALL);
    let others = others.chain(import::codes::ALL).copied();
    let mut codes = BTreeMap::new();
    for code in of_checks.chain(others) {
        *codes.entry(code.as_str()).or_default() += 1;
    }
    codes
}

#[test]
fn every_code_is_unique_and_has_a_page() {
    let codes = codes();
    for (code, count) in &codes {
        assert_eq!(*count, 1, "{code}");
        let kebab = code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        assert!(kebab, "{code} is not in lower case with hyphens");
    }
    let pages = pages();
    assert_eq!(
        pages.keys().map(String::as_str).collect::<Vec<_>>(),
        codes.into_keys().collect::<Vec<_>>()
    );
    for (code, page) in &pages {
        assert!(page.starts_with(&format!("# `{code}`\n\n")), "{code}");
    }
}

#[test]
fn pages_begin_with_what_the_check_says_of_itself() {
    let pages = pages();
    for check in CHECKS {
        let severity = match check.severity {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
        };
        let code = check.code.as_str();
        let (first, rest) = check.summary.split_at(1);
        let line = format!("**{severity}.** {}{rest}.\n", first.to_uppercase());
        let page = pages[code].splitn(3, '\n').nth(2).unwrap();
        assert!(page.starts_with(&line), "{code}: expected {line}");
    }
}

#[test]
fn the_overview_lists_every_page() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    for code in codes().into_keys() {
        assert!(readme.contains(&format!("[`{code}`]({code}.md)")), "{code}");
    }
}

/// The blocks of a page that are marked so, by file.
fn example(page: &str, mark: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut blocks = page.split("```");
    blocks.next();
    // Every second piece is a block.
    while let Some(block) = blocks.next() {
        blocks.next();
        let after = |language: &str| block.strip_prefix(&format!("{language} {mark}\n"));
        let Some(text) = after("toml").or_else(|| after("yaml")) else { continue };
        let (file, text) = text.split_once('\n').unwrap();
        let file = file.strip_prefix("# ").unwrap_or_else(|| panic!("no file: {file}"));
        files.insert(file.split(' ').next().unwrap().to_owned(), text.to_owned());
    }
    files
}

fn checked(code: &str, page: &str, mark: &str) -> Checked {
    let mut files = example(page, mark);
    assert!(!files.is_empty(), "{code} has no block that is {mark}");
    if import::codes::ALL.iter().any(|known| known.as_str() == code) {
        return imported::checked(&files);
    }
    let spec = files.remove("stack.toml");
    let spec = spec.unwrap_or_else(|| USES_QUEUE.to_owned());
    let mut own_files = Vec::new();
    let queue = files.remove("integrations/queue.toml").unwrap_or_default();
    if spec.contains("queue") {
        own_files.push(own("queue", &snippet::over(QUEUE, &queue)));
    }
    let integration =
        |path: &str| Some(path.strip_prefix("integrations/")?.strip_suffix(".toml")?.to_owned());
    for (path, text) in &files {
        let name = integration(path);
        own_files.extend(name.map(|name| own(&name, &snippet::over(QUEUE, text))));
    }
    files.retain(|path, _| integration(path).is_none());
    let (named, files): (BTreeMap<_, _>, BTreeMap<_, _>) =
        files.into_iter().partition(|(path, _)| path.starts_with("rules/"));
    let beside = files.into_keys().map(|path| match path.strip_prefix("integrations/") {
        Some(name) => Neighbour {
            folder: UserFolder::Integrations,
            name: name.to_owned(),
            kind: NeighbourKind::File,
        },
        None => panic!("{code} has an unknown file: {path}"),
    });
    harness::run_beside(&spec, own_files, beside.collect(), &named)
}

/// Asserts something of the blocks of every page that are marked so; `fails` says what is wrong.
#[track_caller]
fn each_page(mark: &str, fails: impl Fn(&str, &Checked) -> bool) {
    let wrong: Vec<_> = pages()
        .into_iter()
        .map(|(code, page)| (checked(&code, &page, mark), code))
        .filter(|(checked, code)| fails(code, checked))
        .map(|(checked, code)| format!("{code}:\n{}", checked.report()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bad_examples_are_reported() {
    each_page("bad", |code, checked| !checked.codes().contains(&code));
}

#[test]
fn pages_show_the_report() {
    let mut wrong = Vec::new();
    for (code, page) in pages() {
        let report = checked(&code, &page, "bad").report_of(&code);
        let (before, rest) = page.split_once("```text\n").unwrap_or_else(|| panic!("{code}"));
        let (_, after) = rest.split_once("```").unwrap_or_else(|| panic!("{code}"));
        let shown = format!("{before}```text\n{report}```{after}");
        if shown == page {
            continue;
        }
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(folder().join(format!("{code}.md")), &shown).unwrap();
        } else {
            wrong.push(format!("{code}:\n{report}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn good_examples_are_not() {
    each_page("good", |code, checked| {
        checked.codes().contains(&code) || checked.reading.has_errors()
    });
}

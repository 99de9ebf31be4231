//! What messages and pages advise is accepted where they advise it: keys, flags and verbs.
//!
//! The help lines of every refused spec (`tests/cases/invalid`) and of every check's page, the texts
//! in the program's own source, and the documents' blocks are searched for commands and for TOML.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;
use serde_json::Value as Json;

use crate::support::{cases, process};

/// Where a piece of advice stands, and what it says.
struct Text {
    place: String,
    text: String,
}

fn below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![cases::repository(folder)];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Text {
    let place = path.strip_prefix(cases::repository("")).unwrap_or(path);
    let text = fs::read_to_string(path).expect("it can be read");
    Text { place: place.display().to_string(), text }
}

/// The help lines of reports.
fn help() -> Vec<Text> {
    let reports = below("tests/cases/invalid", "expected.txt").into_iter();
    let mut found = Vec::new();
    for file in reports.chain(below("docs/checks", ".md")) {
        let Text { place, text } = read(&file);
        for line in text.lines().filter_map(|line| line.trim().strip_prefix("= help: ")) {
            found.push(Text { place: place.clone(), text: line.to_owned() });
        }
    }
    assert!(found.len() > 100, "the help lines were not found");
    found
}

/// What the program says: the texts in its source, with something in place of what is filled in.
fn source() -> Vec<Text> {
    let filled = Regex::new(r"\{[a-z_.()]*\}").expect("a pattern");
    let files = below("src", ".rs").into_iter().filter(|path| !path.ends_with("tests.rs"));
    let texts = files.map(|path| {
        let Text { place, text } = read(&path);
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let joined = lines.collect::<Vec<_>>().join("\n").replace("\\\"", "\"");
        // A text over several lines is one.
        let joined =
            Regex::new(r"\\\n\s*").expect("a pattern").replace_all(&joined, "").into_owned();
        Text {
            place,
            text: filled.replace_all(&joined, "NAME").replace("{{", "{").replace("}}", "}"),
        }
    });
    texts.collect()
}

/// The documents, and what their blocks of a kind hold.
fn blocks(kind: &str) -> Vec<Text> {
    let mut files = vec![cases::repository("README.md")];
    files.extend(
        below("docs", ".md")
            .into_iter()
            .filter(|path| !path.to_string_lossy().contains("/checks/")),
    );
    files.extend(below("examples", ".md"));
    let mut found = Vec::new();
    for file in files {
        let Text { place, text } = read(&file);
        let mut pieces = text.split("\n```");
        pieces.next();
        // Every second piece is a block.
        while let Some(block) = pieces.next() {
            pieces.next();
            if let Some((_, block)) = block.split_once('\n').filter(|(first, _)| *first == kind) {
                let prompt = if kind == "sh" { "$ " } else { "" };
                let lines = block.lines().map(|line| format!("{prompt}{line}\n"));
                found.push(Text { place: place.clone(), text: lines.collect() });
            }
        }
    }
    found
}

fn stackgen(args: &[&str], input: &str, folder: &Path) -> process::Finished {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
    command.args(args).current_dir(folder).env("NO_COLOR", "1");
    process::run(&mut command, input.as_bytes()).expect("stackgen runs")
}

/// The flags of every verb, by the verb.
fn verbs() -> BTreeMap<String, BTreeSet<String>> {
    let folder = std::env::temp_dir();
    let flag = Regex::new(r"--[a-z][a-z-]*").expect("a pattern");
    let verb = Regex::new(r"(?m)^  ([a-z]+)  ").expect("a pattern");
    let whole = stackgen(&["--help"], "", &folder).stdout;
    let names = verb.captures_iter(&whole).map(|found| found[1].to_owned());
    names
        .map(|name| {
            let mut help = stackgen(&[&name, "--help"], "", &folder).stdout;
            let below: Vec<_> =
                verb.captures_iter(&help).map(|found| found[1].to_owned()).collect();
            for inner in below {
                help += &stackgen(&[&name, &inner, "--help"], "", &folder).stdout;
            }
            (name, flag.find_iter(&help).map(|found| found.as_str().to_owned()).collect())
        })
        .collect()
}

/// What is wrong with the commands in a text.
fn wrong_commands(
    text: &Text,
    verbs: &BTreeMap<String, BTreeSet<String>>,
    found: &mut Vec<String>,
) {
    let command =
        Regex::new(r"(?m)(?:`|^\$ |^    )stackgen ([a-z]+)([^`\n|&;#]*)").expect("a pattern");
    let flag = Regex::new(r"(?:^|[\s(])(--[a-z][a-z-]*)").expect("a pattern");
    for call in command.captures_iter(&text.text) {
        let Some(flags) = verbs.get(&call[1]) else {
            found.push(format!("{}: `stackgen {}` is no verb", text.place, &call[1]));
            continue;
        };
        for given in flag.captures_iter(&call[2]) {
            if !flags.contains(&given[1]) {
                found.push(format!("{}: `stackgen {}` has no {}", text.place, &call[1], &given[1]));
            }
        }
    }
}

#[test]
fn commands_that_are_advised_exist() {
    let verbs = verbs();
    assert!(verbs["up"].contains("--timeout"), "{verbs:?}");
    let mut found = Vec::new();
    let shown = ["console", "sh", "bash"].into_iter().flat_map(blocks);
    for text in help().into_iter().chain(source()).chain(shown) {
        wrong_commands(&text, &verbs, &mut found);
    }
    for text in below("docs", ".md").iter().map(|path| read(path)) {
        wrong_commands(&text, &verbs, &mut found);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn flags_that_help_lines_advise_exist() {
    let verbs = verbs();
    let flag = Regex::new(r"(?:^|[\s(`:])(--[a-z][a-z-]*)").expect("a pattern");
    // In backticks, a flag may be another program's.
    let other = Regex::new(r"`(?:[a-rt-z]|s[^t])[^`]*`").expect("a pattern");
    let mut found = Vec::new();
    for text in help() {
        for given in flag.captures_iter(&other.replace_all(&text.text, "")) {
            if !verbs.values().any(|flags| flags.contains(&given[1])) {
                found.push(format!("{}: no verb has {}: {}", text.place, &given[1], text.text));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The codes of what cannot be read in a spec, with their messages.
fn unread(spec: &str, folder: &Path) -> Vec<String> {
    let ran = stackgen(&["check", "-", "--format", "json"], spec, folder);
    let report: Json = serde_json::from_str(&ran.stdout).unwrap_or_default();
    let all = report["diagnostics"].as_array().cloned().unwrap_or_default();
    let bad = |it: &&Json| ["unknown-key", "syntax"].contains(&it["code"].as_str().unwrap_or(""));
    all.iter().filter(bad).map(|it| it["message"].to_string()).collect()
}

/// A fragment as a spec of its own: NAME is a name.
fn spec_of(fragment: &str) -> String {
    let fragment = fragment.replace("NAME", "backend").replace('…', "x");
    let has = |key: &str| fragment.lines().any(|line| line.starts_with(key));
    let mut head = String::new();
    for (key, line) in [("version", "version = 1\n"), ("name", "name = \"shop\"\n")] {
        if !has(key) {
            head.push_str(line);
        }
    }
    format!("{head}{fragment}")
}

/// TOML that stands in a sentence: `[alerts.NAME] enabled = false`, `` `bind = "0.0.0.0"` in [grafana] ``.
fn fragments(text: &str) -> Vec<String> {
    let value = r#"(?:"[^"\n]*"|\[[^\]\n]*\]|\{[^}\n]*\}|true|false|[0-9][0-9.]*)"#;
    let header = r"\[([a-z]+(?:\.[A-Za-z0-9_-]+)*)\]";
    let before = Regex::new(&format!("{header} ?([a-z_]+ = {value})")).expect("a pattern");
    let after = Regex::new(&format!("`([a-z_]+ = {value})`(?: in| of| to| under) `?{header}"))
        .expect("a pattern");
    let named = Regex::new(&format!("`([a-z_]+)` (?:in|of|to|under) (?:the )?{header}"))
        .expect("a pattern");
    let mut found: Vec<String> = Vec::new();
    found.extend(before.captures_iter(text).map(|it| format!("[{}]\n{}\n", &it[1], &it[2])));
    found.extend(after.captures_iter(text).map(|it| format!("[{}]\n{}\n", &it[2], &it[1])));
    // The key alone: any value shows whether it is known.
    found.extend(named.captures_iter(text).map(|it| format!("[{}]\n{} = \"x\"\n", &it[2], &it[1])));
    found
}

#[test]
fn keys_that_are_advised_are_known_in_their_section() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let mut tried = BTreeSet::new();
    let mut wrong = Vec::new();
    for text in help().into_iter().chain(source()) {
        for fragment in fragments(&text.text) {
            // What is in `[[scrapes]]` and the like belongs to an integration.
            let of_integration = ["[scrapes]", "[services]", "settings", "[dashboards", "metrics"];
            if of_integration.iter().any(|it| fragment.starts_with(&format!("[{it}"))) {
                continue;
            }
            if !tried.insert(fragment.clone()) {
                continue;
            }
            let problems = unread(&spec_of(&fragment), folder.path());
            if !problems.is_empty() {
                wrong.push(format!("{}: {fragment}{}", text.place, problems.join("\n")));
            }
        }
    }
    assert!(tried.len() > 10, "only {tried:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn toml_in_the_documents_is_read() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let mut count = 0;
    let mut wrong = Vec::new();
    for block in blocks("toml") {
        // A file of the catalogue, or a part of one, is read by tests of its own.
        let parts = [
            "title = ",
            "[settings.",
            "[[services]]",
            "[services.",
            "[[scrapes]]",
            "[[alerts",
            "[metrics",
            "[[recordings",
            "[[dashboards",
            "expr = ",
            "mounts = ",
            "devices = ",
            "[images",
        ];
        let of_spec =
            !block.text.lines().any(|line| parts.iter().any(|part| line.starts_with(part)));
        if !of_spec {
            continue;
        }
        count += 1;
        let problems = unread(&spec_of(&block.text), folder.path());
        if !problems.is_empty() {
            wrong.push(format!("{}:\n{}\n{}", block.place, block.text, problems.join("\n")));
        }
    }
    assert!(count > 5, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Lines that advise a key where another one stands are tried there: in the table that the report
/// points at.
#[test]
fn keys_that_a_report_advises_are_known_where_it_points() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let place = Regex::new(r"^ *--> stack\.toml:([0-9]+):").expect("a pattern");
    let key = Regex::new(
        r#"^(?:for example: |write `?|add `?)?([a-z_]+) = (".*"|\[.*\]|true|false|[0-9.]+)`?$"#,
    )
    .expect("a pattern");
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in below("tests/cases/invalid", "expected.txt") {
        let case = file.parent().expect("a folder");
        let Ok(spec) = fs::read_to_string(case.join("stack.toml")) else { continue };
        let mut line = None;
        for report in read(&file).text.lines() {
            if let Some(found) = place.captures(report) {
                line = found[1].parse::<usize>().ok();
            }
            let Some(help) = report.trim().strip_prefix("= help: ") else { continue };
            let (Some(found), Some(line)) = (key.captures(help), line) else { continue };
            // In a table within a line nothing can be put by itself.
            let at = spec.lines().nth(line - 1).unwrap_or_default();
            if at.contains('{') {
                continue;
            }
            count += 1;
            let tried = with_key(&spec, line, &found[1], &format!("{} = {}", &found[1], &found[2]));
            let unknown = format!("unknown key `{}`", &found[1]);
            let problems = unread(&tried, folder.path());
            if problems.iter().any(|problem| problem.contains(&unknown)) {
                wrong.push(format!("{}: {help}", case.display()));
            }
        }
    }
    assert!(count > 5, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A spec with another line in the table that a line is in.
fn with_key(spec: &str, at: usize, key: &str, line: &str) -> String {
    let lines: Vec<&str> = spec.lines().collect();
    let header = lines[..at].iter().rposition(|line| line.starts_with('['));
    let start = header.map_or(0, |header| header + 1);
    let end = lines[start..].iter().position(|line| line.starts_with('['));
    let end = end.map_or(lines.len(), |end| start + end);
    let mut out: Vec<&str> = lines[..start].to_vec();
    out.push(line);
    let same = |line: &&&str| line.split('=').next().is_some_and(|name| name.trim() == key);
    out.extend(lines[start..end].iter().filter(|line| !same(line)));
    out.extend(&lines[end..]);
    out.join("\n")
}

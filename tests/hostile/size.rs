//! Specs as large as they may be, and full of mistakes.

use crate::harness::Case;
use crate::limited::{run, within};

/// As much as a spec may have.
const MOST: usize = 8 << 20;
/// So many lines, keys and values, with a few to spare; a table counts as eight.
const SIGNS: usize = 1_499_000;
/// The tests may be built without optimisation.
const SECONDS: u64 = 60;
const MEBIBYTES: u64 = 640;

/// A spec that begins like this, and goes on with a part for each number until it is full.
fn full(start: &str, part: impl Fn(usize) -> String, end: &str) -> String {
    let (mut text, mut signs) = (start.to_owned(), 0);
    for number in 0.. {
        let part = part(number);
        let sign = |byte: u8| match byte {
            b'\n' | b'=' | b',' => 1,
            b'[' | b'{' => 8,
            _ => 0,
        };
        signs += part.bytes().map(sign).sum::<usize>();
        if text.len() + part.len() + end.len() > MOST || signs > SIGNS {
            break;
        }
        text.push_str(&part);
    }
    text + end
}

#[track_caller]
fn refused(spec: &str) {
    let case = || Case::new().bytes("stack.toml", spec.as_bytes());
    let ran = within(SECONDS, || run(case(), MEBIBYTES, &["check"])).code(2);
    let said = ran.stderr_text();
    assert!(said.len() < 1 << 20, "{} bytes", said.len());
    assert!(said.contains("more\n"), "{}", &said[said.len() - 200..]);
    let ran = within(SECONDS, || run(case(), MEBIBYTES, &["check", "--format", "json"])).code(2);
    assert!(ran.stdout_text().len() < 4 << 20, "{} bytes", ran.stdout_text().len());
    let report = ran.json();
    let listed = report["diagnostics"].as_array().map_or(0, Vec::len) as u64;
    let more = report["more_diagnostics"].as_u64().unwrap_or_default();
    let result = &report["result"];
    let all = [&result["errors"], &result["warnings"]].map(|it| it.as_u64().unwrap_or_default());
    assert!(listed <= 1000 && more > 0, "{listed} and {more} more");
    assert_eq!(listed + more, all.iter().sum::<u64>());
}

#[test]
fn unknown_keys() {
    refused(&full("version = 1\n", |number| format!("a{number}=1\n"), ""));
}

#[test]
fn values_of_the_wrong_type() {
    refused(&full("version = 1\n[networks]\njoin = [", |_| "1,".to_owned(), "]\n"));
}

#[test]
fn tables_within_arrays() {
    refused(&full("version = 1\n[networks]\njoin = [", |_| "{a=1},".to_owned(), "]\n"));
}

#[test]
fn apps_with_mistakes() {
    let keys = "targets = [\"\"]\nconvention = \"x\"\n";
    refused(&full("version = 1\n", |number| format!("[apps.a{number}]\n{keys}"), ""));
}

#[test]
fn what_takes_too_much_memory_is_not_read() {
    for part in ["1,", "{a=1},", "[],"] {
        let spec = format!("version = 1\nx = [{}]\n", part.repeat((MOST - 100) / part.len()));
        let ran = run(Case::new().spec(&spec), 256, &["check"]).code(2);
        ran.stderr_has("too many lines, keys and values");
    }
}

#[test]
fn a_mistake_as_long_as_a_spec() {
    let spec = format!("version = 1\nname = \"{}\"\n", "x".repeat(MOST - 100));
    let ran = run(Case::new().spec(&spec), MEBIBYTES, &["check"]).code(2);
    assert!(ran.stderr_text().len() < 16 << 10, "{} bytes", ran.stderr_text().len());
    let case = Case::new().spec(&spec);
    let ran = run(case, MEBIBYTES, &["check", "--format", "json"]).code(2);
    assert!(ran.stdout_text().len() < 16 << 10, "{} bytes", ran.stdout_text().len());
}

//! What TOML's own parser complains about, for people.

use super::codes;
use crate::diag::{Diagnostic, SourceId, Span};
use std::ops::Range;

/// The parser's words, and ours.
const WORDS: &[(&str, &str)] = &[
    ("string values must be quoted", "strings must be quoted"),
    ("invalid basic string", "this string has no closing `\"`"),
    ("invalid literal string", "this string has no closing `'`"),
    ("unclosed table", "this table's name has no closing `]`"),
    ("unclosed array", "this array has no closing `]`"),
    ("unclosed inline table", "this table has no closing `}`"),
    ("missing assignment between key-value pairs", "this key needs `=` and a value"),
    ("key with no value", "this key needs `=` and a value"),
    ("missing value for key", "this `=` needs a value"),
    ("extra `=`", "there is an extra `=`"),
    ("unexpected key or value", "this does not belong on this line"),
    ("invalid unquoted key", "a key has letters, digits, `-` and `_` only, or must be quoted"),
];

/// One error of the parser.
pub(super) fn explain(error: &toml::de::Error, source: SourceId, text: &str) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let said = error.message().lines().next().unwrap_or("this is not TOML");
    let span = Span::new(source, widen(range.clone(), text));
    if said.starts_with("duplicate key") {
        return duplicate(range, source, text);
    }
    if said.starts_with("missing comma between array elements") && begins_a_line(range.start, text)
    {
        return Diagnostic::error(codes::SYNTAX, "the array before this has no closing `]`")
            .at(span, "");
    }
    let ours = WORDS.iter().find(|(theirs, _)| said.starts_with(theirs)).map(|(_, ours)| *ours);
    let problem = Diagnostic::error(codes::SYNTAX, ours.unwrap_or(said)).at(span, "");
    // Not with the word itself: it may be a password.
    let bare = said.starts_with("string values must be quoted");
    problem.help_opt(bare.then(|| "put it between double quotes".to_owned()))
}

/// Whether a key or a table begins here, rather than a value.
fn begins_a_line(at: usize, text: &str) -> bool {
    let (Some(before), Some(rest)) = (text.get(..at), text.get(at..)) else { return false };
    let first = before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
    let line = rest.lines().next().unwrap_or_default();
    first
        && (line.starts_with('[')
            || line.split_once('=').is_some_and(|(key, _)| !key.contains(['"', ','])))
}

/// A key or a table that is there already.
fn duplicate(range: Range<usize>, source: SourceId, text: &str) -> Diagnostic {
    let key = text.get(range.clone()).unwrap_or_default();
    let line_start =
        text[..range.start.min(text.len())].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let table = line.trim_start().starts_with('[');
    let what = if table { line.trim() } else { key };
    let first = if table {
        first_table(line.trim(), line_start, text)
    } else {
        first_key(key, line_start, text)
    };
    let problem = Diagnostic::error(codes::SYNTAX, format!("`{what}` is there twice"))
        .at(Span::new(source, range), "the second time")
        .at_opt(first.map(|first| Span::new(source, first)), "the first time");
    problem.help(if table { "put the keys of both under one" } else { "remove one" })
}

/// The same header on an earlier line.
fn first_table(header: &str, before: usize, text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text[..before].split_inclusive('\n') {
        if line.trim() == header {
            let start = at + line.find('[')?;
            return Some(start..start + header.len());
        }
        at += line.len();
    }
    None
}

/// The same key on an earlier line of the same table.
fn first_key(key: &str, before: usize, text: &str) -> Option<Range<usize>> {
    let table = text[..before].rfind("\n[").map_or(0, |newline| newline + 1);
    let mut at = table;
    for line in text[table..before].split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let rest = line[indent..].strip_prefix(key);
        if rest.is_some_and(|rest| rest.trim_start().starts_with(['=', '.'])) {
            return Some(at + indent..at + indent + key.len());
        }
        at += line.len();
    }
    None
}

/// An empty range shows nothing: take the character after it.
fn widen(range: Range<usize>, text: &str) -> Range<usize> {
    if !range.is_empty() {
        return range;
    }
    let start = range.start.min(text.len());
    match text.get(start..).and_then(|rest| rest.chars().next()) {
        Some(c) if c != '\n' => start..start + c.len_utf8(),
        _ => start..start,
    }
}

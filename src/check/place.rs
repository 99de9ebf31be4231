//! Places within a value: reports point at a word rather than at thirty lines of PromQL.

use crate::diag::{SourceId, Sources, Span};
use std::ops::Range;

/// The place of a word within a span; if it is not there, because a template wrote it, the first
/// line that has something on it.
pub(super) fn of_word(sources: &Sources, span: Span, word: &str) -> Span {
    if span == Span::NOWHERE {
        return span;
    }
    match find(sources.text(span), word) {
        Some(at) => inner(span, at, word.len()),
        None => first_line(sources, span),
    }
}

/// The place of a quoted text in a file.
pub(super) fn in_file(sources: &Sources, file: SourceId, text: &str) -> Option<Span> {
    quoted(&sources.get(file).text, text).map(|range| Span::new(file, range))
}

/// Where a text stands between quotes, with them.
fn quoted(text: &str, inner: &str) -> Option<Range<usize>> {
    let quotes = ['"', '\''].into_iter();
    let at = quotes.filter_map(|quote| text.find(&format!("{quote}{inner}{quote}"))).min()?;
    Some(at..at + inner.len() + 2)
}

/// The first line of a value that has something on it, without the quotes and white space around.
pub(super) fn first_line(sources: &Sources, span: Span) -> Span {
    if span == Span::NOWHERE {
        return span;
    }
    let text = sources.text(span);
    let open = text.len()
        - text.trim_start_matches(|c: char| c.is_whitespace() || "'\"".contains(c)).len();
    let line = text[open..].lines().next().unwrap_or_default();
    match line.trim_end_matches(|c: char| c.is_whitespace() || "'\"".contains(c)) {
        "" => span,
        line => inner(span, open, line.len()),
    }
}

fn inner(span: Span, at: usize, length: usize) -> Span {
    let start = span.start as usize + at;
    Span::new(span.source, start..start + length)
}

/// Where a word stands that is no part of a longer one.
fn find(text: &str, word: &str) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !word.is_empty() && !before.is_some_and(part) && !after.is_some_and(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &'static str) -> (Sources, Span) {
        let mut sources = Sources::default();
        let id = sources.add("f", text);
        (sources, Span::new(id, 0..text.len()))
    }

    #[track_caller]
    fn word(text: &'static str, word: &str, expected: &str) {
        let (sources, span) = source(text);
        assert_eq!(sources.text(of_word(&sources, span, word)), expected, "{text}");
    }

    #[test]
    fn words() {
        word("'''\nrate(b_a[5m]) + a\n'''", "a", "a");
        word("'''\n  rate({= x =}[5m])\n'''", "a", "rate({= x =}[5m])");
        word("\"up\"", "down", "up");
        word("''", "a", "''");
        word("'é a'", "a", "a");
        let (sources, span) = source("'xa a'");
        assert_eq!(of_word(&sources, span, "a"), Span::new(span.source, 4..5));
        assert_eq!(of_word(&sources, Span::NOWHERE, "a"), Span::NOWHERE);
    }

    #[test]
    fn files() {
        let (sources, whole) = source("[apps.a]\nt = [\"b:1\"]\n[apps.c]\nt = ['d:1']\n");
        let found = in_file(&sources, whole.source, "d:1").unwrap();
        assert_eq!(sources.text(found), "'d:1'");
        assert_eq!(in_file(&sources, whole.source, "d"), None);
    }
}

//! Whether a value is a secret itself, or stands for one.

use super::key::normal;
use super::words::{GLUED, HARMLESS, LAST};

/// What stands in a text for a template, whose value nobody knows yet.
pub(super) const HOLE: char = '\u{fffc}';

/// Whether a value stands there itself: it is no template, no path, no other flag, and no word that
/// stands for a value.
pub(crate) fn is_literal(value: &str) -> bool {
    !value.is_empty()
        && !value.starts_with('-')
        && !is_path(value)
        && !is_placeholder(value)
        && !HARMLESS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a value is the path of a file.
pub(super) fn is_path(value: &str) -> bool {
    ["/", "./", "../", "~/", "secrets/", "file:"].iter().any(|start| value.starts_with(start))
}

/// Whether a value only shows where one belongs: `…`, `<token>`, `$TOKEN`, `PASSWORD`, `%s`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let variable = |name: &str| {
        name.len() > 1
            && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    value.contains([HOLE, '…', '<'])
        || value.contains("{=")
        || value.contains("{{")
        || !value.chars().any(char::is_alphanumeric)
        || value.len() > 2 && value.bytes().all(|b| b == b'x' || b == b'X')
        || value.strip_prefix('$').is_some_and(variable)
        || value.starts_with(['%', '(']) && value.len() < 4
        || value.bytes().all(|b| b.is_ascii_uppercase()) && is_word_for_one(value)
}

/// Whether a value is itself a word for a secret, as in "the header `X-Token: token`".
pub(super) fn is_word_for_one(value: &str) -> bool {
    let word = normal(value);
    word.len() == value.len() && (GLUED.contains(&&*word) || LAST.contains(&&*word))
}

/// Whether a value is a pattern, not a text.
pub(super) fn is_pattern(value: &str) -> bool {
    value.starts_with(['(', '[', '.', '^'])
        || [".*", ".+", "[^", "\\w", "\\d", "\\S"].iter().any(|part| value.contains(part))
}

/// Whether a word has both letters and digits, as most secrets have and few words.
pub(super) fn is_mixed(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Whether a word of unknown meaning looks like a secret: long, with letters and digits, and no address,
/// path or version.
pub(super) fn is_opaque(word: &str, least: usize) -> bool {
    word.len() >= least && is_mixed(word) && is_literal(word) && !word.contains([':', '{', '('])
}

/// A text's beginning, on the border of a character.
pub(super) fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

//! Words of commands that a user can paste into a shell.

use super::place::from_here;
use std::path::Path;

/// A text as one word.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+@:=".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// A path as one word, as somebody in the working directory would write it.
pub(super) fn shown(path: &Path) -> String {
    let text = from_here(path).display().to_string();
    // A name that begins with a dash would be taken for an option.
    if text.starts_with('-') { quoted(&format!("./{text}")) } else { quoted(&text) }
}

#[test]
fn texts_are_one_word_for_a_shell() {
    assert_eq!(quoted("/a/b-c.d"), "/a/b-c.d");
    assert_eq!(quoted("/a b/it's"), r"'/a b/it'\''s'");
    assert_eq!(quoted(""), "''");
    assert_eq!(quoted("*"), "'*'");
}

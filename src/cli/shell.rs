//! Words of commands that a user can paste into a shell.

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

/// A path as one word: from the current directory where it lies below that, else whole.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok());
    let text = match below {
        Some(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Some(below) => below.display().to_string(),
        None => path.display().to_string(),
    };
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

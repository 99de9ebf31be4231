//! What another program said, made harmless: it repeats names and texts that may be a stranger's.

use std::fmt::Write as _;

/// The most bytes that are shown of it.
pub(super) const MOST: usize = 1 << 20;

/// The same text, in which nothing controls a terminal, changes the direction of writing, or is a command
/// to the CI that shows it.
pub(super) fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        // GitHub takes `::error::` and the like at the start of a line, and others `##[error]` anywhere.
        if line.trim_start().starts_with("::") {
            out.push_str("| ");
        }
        for c in line.replace("##[", "## [").replace("##vso[", "## vso[").chars() {
            if c != '\n' && c != '\t' && is_harmful(c) {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            } else {
                out.push(c);
            }
        }
    }
    out
}

/// Control characters, and those that are not seen but change what is.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn nothing_is_a_command() {
    for (text, expected) in [
        ("  FAILED:\n\tname: é\n", "  FAILED:\n\tname: é\n"),
        ("a\n::error::x\n  ::set-env x\nb ::c", "a\n| ::error::x\n|   ::set-env x\nb ::c"),
        ("x ##[error]y ##vso[z]", "x ## [error]y ## vso[z]"),
        ("\u{1b}[31m\r::error::", "\\u{1b}[31m\\u{d}::error::"),
        ("\u{202e}x\u{2066}\u{9b}", "\\u{202e}x\\u{2066}\\u{9b}"),
    ] {
        assert_eq!(harmless(text), expected);
    }
}

//! Text that only appears: it cannot drive a terminal, nor the program that keeps the log of a CI job.
//!
//! Nearly all that is printed has words of others in it: names of files, labels, what engines and programs
//! say. [`text()`], [`line()`] and [`json()`] are for whoever prints, so that nobody else has to think of it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text of one or more lines, of which each is harmless.
///
/// Characters that would do something other than to appear are written out, as `\u{1b}`: control
/// characters but tabs and line feeds, marks that turn the direction of text, and what is not seen at all.
/// So is the first character of what CI systems take for a command: `::error::` at the start of a line
/// (GitHub; blanks before it do not matter), and `##[error]` and `##vso[...]` anywhere (Azure, GitHub).
pub fn text(text: &str) -> Cow<'_, str> {
    if is_harmless(text) { Cow::Borrowed(text) } else { Cow::Owned(shown(text, false)) }
}

/// A text as one line: line feeds are written out as well.
pub fn line(text: &str) -> Cow<'_, str> {
    if is_harmless(text) && !text.contains('\n') {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(shown(text, true))
    }
}

/// JSON, with JSON's own escapes for the characters that would act. Its strings stay what they are.
pub fn json(text: &str) -> Cow<'_, str> {
    if text.bytes().all(is_plain) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if acts(c) || c == '#' && begins_command(&text[at..]) {
            // Outside of strings, JSON has none of these.
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn shown(text: &str, one_line: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut starts = true;
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let commands = starts && rest.starts_with("::") || c == '#' && begins_command(rest);
        if acts(c) || commands || one_line && c == '\n' {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        starts = !one_line && c == '\n' || starts && c.is_whitespace() && !acts(c);
    }
    out
}

/// Whether most texts' quick look finds nothing to do.
fn is_harmless(text: &str) -> bool {
    text.bytes().all(is_plain) && !text.contains("::") && !text.contains("##")
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t')
}

/// `##[`, `##vso[`, `##teamcity[`.
fn begins_command(text: &str) -> bool {
    let name = text.strip_prefix("##").map(|rest| rest.trim_start_matches(char::is_alphabetic));
    name.is_some_and(|rest| rest.starts_with('['))
}

/// Whether a character does something other than to appear.
fn acts(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        // Unicode's bidirectional controls (UAX 9, section 2), separators that some terminals take for a new
        // line, and what has no width and no look (UAX 44, Default_Ignorable_Code_Point), but for the
        // selectors of emoji.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_would_act() {
        for (of, shown) in [
            ("plain ü 日本\t\n", "plain ü 日本\t\n"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("a\rb", "a\\u{d}b"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{7f}\0", "\\u{7f}\\u{0}"),
            ("\u{202e}txt\u{61c}", "\\u{202e}txt\\u{61c}"),
            ("pay\u{200b}pal\u{feff}", "pay\\u{200b}pal\\u{feff}"),
            ("\u{e0041}", "\\u{e0041}"),
            ("section_start:1:a\r\u{1b}[0K", "section_start:1:a\\u{d}\\u{1b}[0K"),
        ] {
            assert_eq!(text(of), shown);
            // What was shown stays as it is.
            assert_eq!(text(&text(of)), shown);
        }
    }

    #[test]
    fn commands_their_runners_by_no_line() {
        for (of, shown) in [
            ("::error::x", "\\u{3a}:error::x"),
            (" \t ::set-env name=a::b", " \t \\u{3a}:set-env name=a::b"),
            ("\u{a0}\u{3000}::error::x", "\u{a0}\u{3000}\\u{3a}:error::x"),
            ("\u{200b}::error::x", "\\u{200b}::error::x"),
            ("a\n::add-mask::e", "a\n\\u{3a}:add-mask::e"),
            ("[::1]:9090, a::b", "[::1]:9090, a::b"),
            ("a ##[error]b", "a \\u{23}#[error]b"),
            ("###vso[task.setvariable]", "#\\u{23}#vso[task.setvariable]"),
            ("##teamcity[x]", "\\u{23}#teamcity[x]"),
            ("## A title [1]", "## A title [1]"),
        ] {
            assert_eq!(text(of), shown);
        }
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line("a\n::b\r\n"), "a\\u{a}::b\\u{d}\\u{a}");
        assert_eq!(line("::a"), "\\u{3a}:a");
        assert_eq!(line("a b"), "a b");
    }

    #[test]
    fn json_stays_what_it_is() {
        let value = serde_json::json!({ "a\u{202e}": "ü\u{9b}31m\u{7f}\u{e0041}\u{1b}##[x]" });
        let text = value.to_string();
        let safe = json(&text);
        assert_eq!(safe, r#"{"a\u202e":"ü\u009b31m\u007f\udb40\udc41\u001b\u0023#[x]"}"#);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap(), value);
    }
}

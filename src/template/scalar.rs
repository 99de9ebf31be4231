//! Text as a YAML scalar that every reader of YAML 1.1, YAML 1.2 and JSON takes for that text.

use std::borrow::Cow;
use std::fmt::Write;

/// A double-quoted scalar. All but printable characters are escaped, in forms that YAML and JSON
/// share; what JSON can only write as a pair of surrogates stands as itself, as Go's YAML reader
/// refuses pairs.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote_into(&mut out, text);
    out
}

fn quote_into(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    loop {
        let (plain, special) = rest.split_at(leading(rest.as_bytes(), is_plain));
        out.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            None => break,
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\t') => out.push_str("\\t"),
            Some('\r') => out.push_str("\\r"),
            Some(c) if needs_escape(c) => {
                // All of these are in the basic plane, so one escape does.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            Some(c) => out.push(c),
        }
        rest = chars.as_str();
    }
    out.push('"');
}

/// Adds a quoted scalar that reads well: in single quotes, which need no escapes, where there are
/// double quotes or backslashes in the text and nothing that must be escaped. Not for JSON.
pub(super) fn flow(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    let plain = leading(text.as_bytes(), is_plain) == text.len();
    if plain || !text.contains(['"', '\\']) || any_needs_escape(text) {
        return quote_into(out, text);
    }
    out.push('\'');
    for (index, part) in text.split('\'').enumerate() {
        out.push_str(if index > 0 { "''" } else { "" });
        out.push_str(part);
    }
    out.push('\'');
}

/// A byte that stands for itself in double quotes.
fn is_plain(byte: u8) -> bool {
    is_printable(byte) && byte != b'"' && byte != b'\\'
}

/// An ASCII character that is never escaped for being what it is.
fn is_printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// How many bytes of a kind there are at the start. In blocks, for which the compiler finds a way to
/// look at all bytes at once.
fn leading(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    const BLOCK: usize = 16;

    let whole = |block: &&[u8]| block.iter().fold(true, |all, byte| all & wanted(*byte));
    let blocks = bytes.chunks_exact(BLOCK).take_while(whole).count() * BLOCK;
    blocks + bytes[blocks..].iter().take_while(|byte| wanted(**byte)).count()
}

fn any_needs_escape(text: &str) -> bool {
    // A tab or an accent is rare: only from there on, characters have to be looked at.
    let printable = leading(text.as_bytes(), is_printable);
    text[printable..].chars().any(needs_escape)
}

/// Control characters, and those that some reader takes for a line break, a space or a byte order
/// mark.
fn needs_escape(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
        | '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{200b}'..='\u{200f}')
}

/// A text in a comment: on one line, without anything that some reader takes for its end.
pub(super) fn comment(text: &str) -> Cow<'_, str> {
    if any_needs_escape(text) {
        Cow::Owned(text.chars().map(|c| if needs_escape(c) { ' ' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// A key of a map: as it is where no reader can take it for anything but that text.
pub(super) fn key(text: &str) -> Cow<'_, str> {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let letters = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(letters)
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    if plain { Cow::Borrowed(text) } else { Cow::Owned(quote(text)) }
}

/// A scalar for text that people shall read: several lines as a literal block, each indented by
/// `indent` spaces; one line with quotes or backslashes in single quotes, which need no escapes; and
/// where the text would not survive that, in double quotes.
pub fn block(text: &str, indent: usize) -> String {
    let plain = |line: &str| !line.ends_with([' ', '\t']) && !any_needs_escape(line);
    let starts_well = text.chars().next().is_some_and(|c| !c.is_whitespace());
    let ends_well = !text.ends_with('\n');
    if !text.contains('\n') || !starts_well || !ends_well || !text.split('\n').all(plain) {
        let mut out = String::new();
        flow(&mut out, text);
        return out;
    }
    let mut out = String::with_capacity(text.len() + 16 * indent);
    out.push_str("|-");
    for line in text.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(quote(text), expected);
        let back: String = serde_yaml::from_str(expected).unwrap();
        assert_eq!(back, text);
        let back: String = serde_json::from_str(expected).unwrap();
        assert_eq!(back, text);
    }

    #[test]
    fn quoted_text_reads_back_as_itself() {
        case("yes", r#""yes""#);
        case("12:30:45", r#""12:30:45""#);
        case("a\"b\\c", r#""a\"b\\c""#);
        case("a\nb\tc\r", r#""a\nb\tc\r""#);
        case(
            "\u{7f}\u{85}\u{a0}\u{2028}\u{feff}\u{ffff}",
            "\"\\u007f\\u0085\\u00a0\\u2028\\ufeff\\uffff\"",
        );
        case("🦀é", "\"🦀é\"");
        case("\0", "\"\\u0000\"");
        for length in 0..40 {
            let plain = "x".repeat(length);
            case(&format!("{plain}\n{plain}é"), &format!("\"{plain}\\n{plain}é\""));
        }
    }

    #[test]
    fn single_quotes_where_they_read_better() {
        let case = |text: &str, expected: &str| {
            let mut out = String::new();
            flow(&mut out, text);
            assert_eq!(out, expected);
            assert_eq!(serde_yaml::from_str::<String>(&out).unwrap(), text);
        };
        case("plain", "\"plain\"");
        case("it's", "\"it's\"");
        case("{a=\"'é'\"}", "'{a=\"''é''\"}'");
        case("a\\", "'a\\'");
        case("\"\t", "\"\\\"\\t\"");
    }

    #[test]
    fn blocks_only_where_they_are_safe() {
        assert_eq!(block("a\n\nb", 4), "|-\n    a\n\n    b");
        assert_eq!(block("{a=\"it's\"}", 4), "'{a=\"it''s\"}'");
        for text in ["one line", "", "a\n", " a\nb", "a \nb", "a\n\u{85}b", "\na\nb", "a\r\nb"] {
            assert!(block(text, 2).starts_with('"'), "{text:?}");
        }
        let text = "- a: {{ x }}\n# no comment\n  deeper\n\ttab\n---\n...\nend";
        let yaml = format!("k: {}\n", block(text, 4));
        let back: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        assert_eq!(back["k"].as_str(), Some(text));
    }
}

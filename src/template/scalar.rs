//! Text as a YAML scalar that every reader of YAML 1.1, YAML 1.2 and JSON takes for that text.

use std::borrow::Cow;
use std::fmt::Write;

/// A text on one line: in single quotes, which need no escapes, where there are double quotes or
/// backslashes in it and nothing that must be escaped; otherwise in double quotes.
pub fn line(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains(needs_escape) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        quote(text)
    }
}

/// A text that people shall read: several lines as a literal block, each indented by `indent`
/// spaces. One line, or what would not survive that, as [`line()`].
pub fn block(text: &str, indent: usize) -> String {
    let plain = |line: &str| !line.ends_with([' ', '\t']) && !line.contains(needs_escape);
    let starts_well = text.chars().next().is_some_and(|c| !c.is_whitespace());
    let ends_well = !text.ends_with('\n');
    if !text.contains('\n') || !starts_well || !ends_well || !text.split('\n').all(plain) {
        return line(text);
    }
    let mut out = String::from("|-");
    for line in text.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
    out
}

/// A key of a map: as it is where no reader can take it for anything but that text.
pub fn key(text: &str) -> Cow<'_, str> {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let letters = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(letters)
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    if plain { Cow::Borrowed(text) } else { Cow::Owned(quote(text)) }
}

/// A text in a comment: on one line, without anything that some reader takes for its end.
pub fn comment(text: &str) -> String {
    text.replace(needs_escape, " ")
}

/// A number with a fraction, which no reader takes for a whole one.
pub fn number(value: f64) -> String {
    let text = value.to_string();
    match text.as_str() {
        "NaN" => ".nan".to_owned(),
        "inf" => ".inf".to_owned(),
        "-inf" => "-.inf".to_owned(),
        _ if text.contains('.') => text,
        _ => text + ".0",
    }
}

/// A text in double quotes. All but printable characters are escaped, in forms that YAML and JSON
/// share; what JSON can only write as a pair of surrogates stands as itself, as Go's YAML reader
/// refuses pairs.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if needs_escape(c) => {
                // All of these are in the basic plane, so one escape does.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Control characters, and those that some reader takes for a line break, a space or a byte order
/// mark.
fn needs_escape(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
        | '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{200b}'..='\u{200f}')
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
    }

    #[test]
    fn single_quotes_where_they_read_better() {
        let case = |text: &str, expected: &str| {
            assert_eq!(line(text), expected);
            assert_eq!(serde_yaml::from_str::<String>(expected).unwrap(), text);
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

    #[test]
    fn numbers_are_numbers() {
        for (value, expected) in
            [(1.0, "1.0"), (-0.25, "-0.25"), (1e-7, "0.0000001"), (f64::NEG_INFINITY, "-.inf")]
        {
            assert_eq!(number(value), expected);
            assert_eq!(serde_yaml::from_str::<f64>(expected).unwrap().to_bits(), value.to_bits());
        }
        assert!(serde_yaml::from_str::<f64>(&number(f64::NAN)).unwrap().is_nan());
    }
}

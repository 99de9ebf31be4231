//! Line endings and byte order marks: what editors, git and other systems change in a text without
//! changing what it says.

use std::borrow::Cow;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// A text as stackgen writes texts: without a byte order mark, and with `\n` at the end of each line.
///
/// Windows ends lines with `\r\n`. A text that git or an editor converted twice has `\r\r\n`. Where
/// there is no `\n` at all, `\r` alone ends the lines, as on old Macs. Any other `\r` stays: it is part
/// of what the text says.
pub fn unix_lines(text: &[u8]) -> Cow<'_, [u8]> {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    if !text.contains(&b'\r') {
        return Cow::Borrowed(text);
    }
    let old_mac = !text.contains(&b'\n');
    let mut lines = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\r') {
        let (line, from) = rest.split_at(at);
        lines.extend_from_slice(line);
        let returns = from.iter().take_while(|byte| **byte == b'\r').count();
        let (returns, behind) = from.split_at(returns);
        if old_mac {
            lines.extend(returns.iter().map(|_| b'\n'));
        } else if !behind.starts_with(b"\n") {
            lines.extend_from_slice(returns);
        }
        rest = behind;
    }
    lines.extend_from_slice(rest);
    Cow::Owned(lines)
}

/// [`unix_lines`] of a text that is UTF-8.
///
/// # Panics
/// Never: only whole ASCII characters and a whole byte order mark are taken away.
pub fn unix_text(text: String) -> String {
    match unix_lines(text.as_bytes()) {
        Cow::Borrowed(lines) if lines.len() == text.len() => text,
        lines => String::from_utf8(lines.into_owned()).expect("what is left is UTF-8 as before"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(unix_text(text.to_owned()), expected);
        assert_eq!(unix_lines(text.as_bytes()), expected.as_bytes());
        assert_eq!(unix_text(expected.to_owned()), expected, "twice is as once");
    }

    #[test]
    fn lines_end_with_a_newline() {
        case("", "");
        case("a\nb\n", "a\nb\n");
        case("a\r\nb\r\n", "a\nb\n");
        case("a\r\n\r\nb", "a\n\nb");
        case("a\r\r\nb\r\r\n", "a\nb\n");
        case("a\rb\r\rc\r", "a\nb\n\nc\n");
        case("ä\r\nö\n", "ä\nö\n");
    }

    #[test]
    fn a_carriage_return_inside_a_line_stays() {
        case("a\rb\n", "a\rb\n");
        case("a\r\rb\r\n", "a\r\rb\n");
        case("a\n\r", "a\n\r");
    }

    #[test]
    fn a_byte_order_mark_goes() {
        case("\u{feff}a\r\n", "a\n");
        case("\u{feff}", "");
        case("a\u{feff}\n", "a\u{feff}\n");
    }

    #[test]
    fn what_is_not_text_only_loses_line_ends() {
        assert_eq!(*unix_lines(b"\xff\r\n\xfe"), *b"\xff\n\xfe");
    }
}

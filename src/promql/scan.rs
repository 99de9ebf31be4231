//! The words of an expression, before it is parsed.
//!
//! Splits the text just enough for [`super::guard`] and [`super::raw_string`]: where strings and
//! comments are, and what the words and signs between them are. Wherever this and the parser's own
//! lexer could disagree (characters that PromQL does not have), the parser's lexer refuses the
//! text.

use super::ParseError;

/// One piece of the text; the pieces put together are the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// White space or a comment.
    Blank(&'a str),
    /// A name, a keyword, a number or a duration.
    Word(&'a str),
    /// A string in double or single quotes, with them.
    Quoted(&'a str),
    /// What a string in backquotes holds, without them.
    Raw(&'a str),
    /// Any other character.
    Sign(char),
}

/// Splits `text` into its pieces.
///
/// # Errors
///
/// [`ParseError::UnterminatedString`].
pub(super) fn scan(text: &str) -> Result<Vec<Piece<'_>>, ParseError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut in_brackets = false;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '#' => {
                let length = rest.find(['\r', '\n']).unwrap_or(rest.len());
                (Piece::Blank(&rest[..length]), length)
            }
            '"' | '\'' => {
                let length = quoted_length(rest, first)?;
                (Piece::Quoted(&rest[..length]), length)
            }
            '`' => {
                let end = rest[1..].find('`').ok_or(ParseError::UnterminatedString)?;
                (Piece::Raw(&rest[1..=end]), end + 2)
            }
            _ if first.is_ascii_whitespace() => {
                let length = rest.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(rest.len());
                (Piece::Blank(&rest[..length]), length)
            }
            _ if is_word(first, in_brackets) => {
                let length = word_length(rest, in_brackets);
                (Piece::Word(&rest[..length]), length)
            }
            _ => {
                match first {
                    '[' => in_brackets = true,
                    ']' => in_brackets = false,
                    _ => {}
                }
                (Piece::Sign(first), first.len_utf8())
            }
        };
        pieces.push(piece);
        rest = &rest[length..];
    }
    Ok(pieces)
}

/// Length of the quoted string that `text` starts with, quotes included.
fn quoted_length(text: &str, quote: char) -> Result<usize, ParseError> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Ok(at + 1),
            _ => {}
        }
    }
    Err(ParseError::UnterminatedString)
}

/// A colon is part of a metric's name, but in brackets it stands between a subquery's range and
/// resolution.
fn is_word(c: char, in_brackets: bool) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.') || (c == ':' && !in_brackets)
}

/// Length of the word that `text` starts with; the sign of a number's exponent belongs to it.
fn word_length(text: &str, in_brackets: bool) -> usize {
    let end = |from: usize| {
        text[from..].find(|c| !is_word(c, in_brackets)).map_or(text.len(), |length| from + length)
    };
    let length = end(0);
    let number = text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    let exponent = number && !hexadecimal && text[..length].ends_with(['e', 'E']);
    if exponent && text[length..].starts_with(['+', '-']) { end(length + 1) } else { length }
}

#[cfg(test)]
mod tests {
    use super::Piece::{Blank, Quoted, Raw, Sign, Word};
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[Piece<'_>]) {
        assert_eq!(scan(text).unwrap(), expected);
    }

    #[test]
    fn pieces() {
        case("", &[]);
        case("a:b", &[Word("a:b")]);
        case("[5m:1m]", &[Sign('['), Word("5m"), Sign(':'), Word("1m"), Sign(']')]);
        case("1e+3", &[Word("1e+3")]);
        case("1+3", &[Word("1"), Sign('+'), Word("3")]);
        case("0xe+3", &[Word("0xe"), Sign('+'), Word("3")]);
        case("some+3", &[Word("some"), Sign('+'), Word("3")]);
        case(r#""a\"(" #c("#, &[Quoted(r#""a\"(""#), Blank(" "), Blank("#c(")]);
        case("# a\nb", &[Blank("# a"), Blank("\n"), Word("b")]);
        case(r"`\d`", &[Raw(r"\d")]);
        case("é", &[Sign('é')]);
    }

    #[test]
    fn unterminated_strings() {
        for text in ["\"a", "'a\\'", "`a", "\"", "`"] {
            assert_eq!(scan(text), Err(ParseError::UnterminatedString), "{text}");
        }
    }
}

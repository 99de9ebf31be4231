//! An expression in pieces, with where each stands.

use std::ops::Range;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A metric, a label, a function, a keyword.
    Word,
    /// A number or a duration.
    Number,
    /// A string with its quotes.
    Text,
    /// A comparison or matching operator.
    Operator,
    /// Any other character.
    Sign,
}

/// A piece of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: Kind,
    pub(crate) at: Range<usize>,
    /// Whether it stands between the braces of a selector.
    pub(crate) in_braces: bool,
    /// Whether it stands between the brackets of a range.
    pub(crate) in_brackets: bool,
}

/// The pieces of an expression, without white space and comments.
pub(crate) fn pieces(expr: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut in_braces, mut in_brackets) = (false, false);
    let mut at = 0;
    while let Some(first) = expr[at..].chars().next() {
        let rest = &expr[at..];
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':' && !in_brackets;
        let two = rest.get(..2).unwrap_or_default();
        let (kind, length) = match first {
            '#' => (None, rest.find('\n').unwrap_or(rest.len())),
            '"' | '\'' => (Some(Kind::Text), text_length(rest, first)),
            _ if ["=~", "!~", ">=", "<=", "==", "!="].contains(&two) => (Some(Kind::Operator), 2),
            '=' | '>' | '<' => (Some(Kind::Operator), 1),
            '0'..='9' => {
                let number = |c: char| c.is_ascii_alphanumeric() || c == '.';
                (Some(Kind::Number), rest.find(|c| !number(c)).unwrap_or(rest.len()))
            }
            _ if word(first) => (Some(Kind::Word), rest.find(|c| !word(c)).unwrap_or(rest.len())),
            _ if first.is_whitespace() => (None, first.len_utf8()),
            _ => (Some(Kind::Sign), first.len_utf8()),
        };
        match first {
            '{' => in_braces = true,
            '}' => in_braces = false,
            '[' => in_brackets = true,
            ']' => in_brackets = false,
            _ => {}
        }
        pieces.extend(kind.map(|kind| Piece { kind, at: at..at + length, in_braces, in_brackets }));
        at += length;
    }
    pieces
}

fn text_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find_map(|(at, c)| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at + 1)
    });
    end.unwrap_or(rest.len())
}

#[test]
fn pieces_of_an_expression() {
    let shown = |expr: &str| -> Vec<String> {
        let show = |piece: &Piece| {
            let mark = match (piece.in_braces, piece.in_brackets) {
                (true, _) => "{",
                (_, true) => "[",
                _ => "",
            };
            format!("{mark}{:?} {}", piece.kind, &expr[piece.at.clone()])
        };
        pieces(expr).iter().map(show).collect()
    };
    assert_eq!(
        shown("a:b{c=~\"\\\"x\"}[5m:1m] >= 1e3 # d"),
        [
            "Word a:b",
            "{Sign {",
            "{Word c",
            "{Operator =~",
            "{Text \"\\\"x\"",
            "Sign }",
            "[Sign [",
            "[Number 5m",
            "[Sign :",
            "[Number 1m",
            "Sign ]",
            "Operator >=",
            "Number 1e3"
        ]
    );
}

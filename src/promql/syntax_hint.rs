//! What is probably wrong with an expression that the parser refuses without a reason.

use super::ParseError;
use super::scan::Piece;

/// Words that stand between operands, or before what belongs to one.
const KEYWORDS: [&str; 15] = [
    "and",
    "atan2",
    "bool",
    "by",
    "fill",
    "fill_left",
    "fill_right",
    "group_left",
    "group_right",
    "ignoring",
    "offset",
    "on",
    "or",
    "unless",
    "without",
];

/// The first of the common mistakes that is found, or that nothing is known.
pub(super) fn guess(pieces: &[Piece<'_>]) -> ParseError {
    let hint = single_equals_sign(pieces)
        .or_else(|| missing_operator(pieces))
        .or_else(|| missing_last_operand(pieces))
        .unwrap_or_else(|| {
            "an operator, an operand or a bracket is missing or in the wrong place".to_owned()
        });
    ParseError::Syntax(format!("this is not PromQL: {hint}"))
}

/// `a = 5`
fn single_equals_sign(pieces: &[Piece<'_>]) -> Option<String> {
    let comparison =
        |piece: Option<&Piece<'_>>| matches!(piece, Some(Piece::Sign('=' | '!' | '<' | '>' | '~')));
    let mut in_braces = false;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Sign('{') => in_braces = true,
            Piece::Sign('}') => in_braces = false,
            Piece::Sign('=') if !in_braces => {
                let before = at.checked_sub(1).and_then(|before| pieces.get(before));
                if !comparison(before) && !comparison(pieces.get(at + 1)) {
                    return Some("values are compared with `==`, not `=`".to_owned());
                }
            }
            _ => {}
        }
    }
    None
}

/// `a b`
fn missing_operator(pieces: &[Piece<'_>]) -> Option<String> {
    let mut before: Option<String> = None;
    for piece in pieces {
        match piece {
            Piece::Blank(_) => {}
            Piece::Word(word) if !is_keyword(word) => {
                if let Some(before) = before {
                    return Some(format!("there is no operator between `{before}` and `{word}`"));
                }
                before = Some((*word).to_owned());
            }
            // After `)`, a word may follow: `on (x) a`.
            Piece::Sign(sign @ (']' | '}')) => before = Some(sign.to_string()),
            _ => before = None,
        }
    }
    None
}

/// `a +`
fn missing_last_operand(pieces: &[Piece<'_>]) -> Option<String> {
    let last = pieces.iter().rfind(|piece| !matches!(piece, Piece::Blank(_)))?;
    match last {
        Piece::Word(word) if is_keyword(word) => {
            Some(format!("it ends with `{word}`, and something must follow"))
        }
        Piece::Sign('+' | '-' | '*' | '/' | '%' | '^' | '=' | '<' | '>' | '@' | ',') => {
            Some("it ends with an operator, and something must follow".to_owned())
        }
        _ => None,
    }
}

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

#[cfg(test)]
mod tests {
    use super::super::Expr;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        let error = Expr::parse(text).map(|expr| expr.text().to_owned()).unwrap_err();
        assert_eq!(error.to_string(), format!("this is not PromQL: {expected}"), "{text}");
    }

    #[test]
    fn hints() {
        case("up = 0", "values are compared with `==`, not `=`");
        case("rate(a[5m]) > 5 b", "there is no operator between `5` and `b`");
        case("sum by (x) (a{y=\"z\"} b)", "there is no operator between `}` and `b`");
        case("a offset 5m b", "there is no operator between `5m` and `b`");
        case("a >=", "it ends with an operator, and something must follow");
        case("a AND # b", "it ends with `AND`, and something must follow");
        let unknown = "an operator, an operand or a bracket is missing or in the wrong place";
        case("a > > b", unknown);
        case("a + ()", unknown);
    }
}

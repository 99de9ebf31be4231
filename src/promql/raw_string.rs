//! Backquoted strings, rewritten as quoted ones.
//!
//! The parser looks for escapes in backquoted strings, where PromQL has none, and so refuses the
//! most common use of them: regular expressions such as `` `\d+` ``.

use super::quote::quoted;
use super::scan::Piece;

/// The text of `pieces`, with every backquoted string as a double-quoted one of the same value.
pub(super) fn without_raw_strings(pieces: &[Piece<'_>]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match *piece {
            Piece::Blank(part) | Piece::Word(part) | Piece::Quoted(part) => text.push_str(part),
            Piece::Sign(sign) => text.push(sign),
            Piece::Raw(value) => text.push_str(&quoted(value)),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(without_raw_strings(&scan(text).unwrap()), expected);
    }

    #[test]
    fn rewritten() {
        case(r"a{b=~`\d+`} > 5 # `c`", r#"a{b=~"\\d+"} > 5 # `c`"#);
        case("a{b=`x\ny\"z'é`}", "a{b=\"x\\ny\\\"z'é\"}");
        case(r#"a{b="`",c='`'}"#, r#"a{b="`",c='`'}"#);
    }
}

//! What the parser must not be given.
//!
//! It builds a tree by recursion-free steps, but everything that later visits or drops the tree
//! recurses, so deep nesting would overflow the stack; and it panics on a bare number of seconds
//! that no duration can hold (`a[1e30]`, `a offset inf`). Both are refused here, before it runs.

use super::ParseError;
use super::scan::Piece;

/// Longest expression that is read, in bytes.
pub(super) const MAX_LENGTH: usize = 64 * 1024;

/// Deepest tree that is built. Every visitor of a tree of this depth fits many times into the 2 MiB
/// stack of a spawned thread, without optimisation too.
pub(super) const MAX_DEPTH: usize = 256;

/// Longest duration that Prometheus can count, in seconds: its durations are nanoseconds in 64
/// bits.
pub(super) const MAX_SECONDS: u64 = 9_223_372_036;

/// Refuses a text that is too long to be looked at.
///
/// # Errors
///
/// [`ParseError::TooLong`].
pub(super) fn check_length(text: &str) -> Result<(), ParseError> {
    if text.len() > MAX_LENGTH {
        return Err(ParseError::TooLong { length: text.len(), limit: MAX_LENGTH });
    }
    Ok(())
}

/// Refuses what would overflow the stack.
///
/// The depth of the tree is at most the number of operators between two parentheses plus the depth
/// of the deepest operand, so that this needs no parsing.
///
/// # Errors
///
/// [`ParseError::TooDeep`].
pub(super) fn check_depth(pieces: &[Piece<'_>]) -> Result<(), ParseError> {
    let mut outer: Vec<Group> = Vec::new();
    let mut group = Group::default();
    let mut in_braces = false;
    let mut before = None;
    for &piece in pieces {
        match piece {
            Piece::Sign('{') => in_braces = true,
            Piece::Sign('}') => in_braces = false,
            _ if in_braces => {}
            Piece::Sign('(') => outer.push(std::mem::take(&mut group)),
            Piece::Sign(')') => {
                let depth = group.depth();
                group = outer.pop().unwrap_or_default();
                group.operand = group.operand.max(depth);
            }
            Piece::Sign(',') => {
                group = Group { finished: group.depth(), ..Group::default() };
            }
            Piece::Sign('+' | '-' | '*' | '/' | '%' | '^' | '!' | '<' | '>' | '[') => {
                group.operators += 1;
            }
            // Of `==`, `!=`, `<=` and `>=`, one of the two signs is counted.
            Piece::Sign('=') if before == Some(Piece::Sign('=')) => group.operators += 1,
            Piece::Word(word) if is_word_operator(word) => group.operators += 1,
            _ => {}
        }
        if outer.len() + group.depth() > MAX_DEPTH {
            return Err(ParseError::TooDeep { limit: MAX_DEPTH });
        }
        before = Some(piece);
    }
    Ok(())
}

/// What stands between two parentheses, so far.
#[derive(Default)]
struct Group {
    /// Depth of the deepest argument before the last comma.
    finished: usize,
    /// Operators since the last comma.
    operators: usize,
    /// Depth of the deepest operand since the last comma.
    operand: usize,
}

impl Group {
    fn depth(&self) -> usize {
        self.finished.max(self.operators + self.operand + 1)
    }
}

fn is_word_operator(word: &str) -> bool {
    ["and", "or", "unless", "atan2"].iter().any(|operator| word.eq_ignore_ascii_case(operator))
}

/// Refuses bare numbers of seconds that no duration can hold.
///
/// # Errors
///
/// [`ParseError::DurationTooLong`].
pub(super) fn check_durations(pieces: &[Piece<'_>]) -> Result<(), ParseError> {
    let mut duration_next = false;
    let mut in_brackets = false;
    for piece in pieces {
        match *piece {
            Piece::Blank(_) => {}
            Piece::Sign('[') => in_brackets = true,
            Piece::Sign(']') => in_brackets = false,
            Piece::Sign('+' | '-') if duration_next => {}
            Piece::Word(word) if duration_next || in_brackets => {
                if let Ok(seconds) = word.parse::<f64>()
                    && !(0.0..=9_223_372_036.0).contains(&seconds)
                {
                    return Err(ParseError::DurationTooLong { text: word.to_owned() });
                }
                duration_next = word.eq_ignore_ascii_case("offset");
            }
            Piece::Word(word) => duration_next = word.eq_ignore_ascii_case("offset"),
            _ => duration_next = false,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    #[track_caller]
    fn depth(text: &str, fits: bool) {
        assert_eq!(check_depth(&scan(text).unwrap()).is_ok(), fits, "{}", text.len());
    }

    #[test]
    fn depths() {
        depth("a", true);
        depth(&format!("{}a{}", "(".repeat(200), ")".repeat(200)), true);
        depth(&format!("{}a{}", "(".repeat(300), ")".repeat(300)), false);
        depth(&"(".repeat(300), false);
        depth(&"-".repeat(300), false);
        depth(&"a or ".repeat(200), true);
        depth(&"a or ".repeat(300), false);
        depth(&"a[5m:]".repeat(300), false);
        // Side by side is not deep.
        depth(&"f(-a),".repeat(300), true);
        depth(&format!("f({})", "-a,".repeat(300)), true);
        // Neither strings nor matchers nest.
        depth(&format!("a{{b=\"{}\"}}", "(".repeat(300)), true);
        depth(&format!("a{{{}}}", "b=\"c\",".repeat(300)), true);
        // Operands add up: 100 operators, then 200 parentheses in the last operand.
        let operators = "a+".repeat(100);
        depth(&format!("{operators}{}a{}", "(".repeat(100), ")".repeat(100)), true);
        depth(&format!("{operators}{}a{}", "(".repeat(200), ")".repeat(200)), false);
        depth(&format!("{}a{}{}", "(".repeat(200), ")".repeat(200), "+a".repeat(100)), false);
    }

    #[track_caller]
    fn duration(text: &str, fits: bool) {
        assert_eq!(check_durations(&scan(text).unwrap()).is_ok(), fits, "{text}");
    }

    #[test]
    fn durations() {
        duration("a[5m] > 1e30", true);
        duration("a[300]", true);
        duration("a[9223372036]", true);
        duration("a[9223372037]", false);
        duration("a[1e30]", false);
        duration("a[5m:1e30]", false);
        duration("a offset 1e30", false);
        duration("a OFFSET -1e30", false);
        duration("a offset # c\n + inf", false);
        duration("a offset NaN", false);
        duration("a offset 5m > 1e30", true);
    }
}

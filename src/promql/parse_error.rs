//! Why an expression could not be read.

use std::fmt;

/// Why an expression could not be read; its `Display` is one line for people, without a full stop.
///
/// The wrapped parser gives no positions, so neither does this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The text is longer than stackgen reads: its length and the limit, in bytes.
    TooLong {
        /// Length of the text.
        length: usize,
        /// Longest text that is read.
        limit: usize,
    },
    /// Parentheses, calls and operators nest or chain deeper than stackgen follows.
    TooDeep {
        /// Deepest nesting that is followed.
        limit: usize,
    },
    /// A range, a resolution or an offset is longer than Prometheus can count (about 292 years).
    DurationTooLong {
        /// The duration as written.
        text: String,
    },
    /// A range or a resolution is zero.
    ZeroDuration,
    /// A string has no closing quote.
    UnterminatedString,
    /// The text is not PromQL, or is newer PromQL than the parser knows; the parser's words.
    Syntax(String),
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length, limit } => {
                write!(f, "the expression has {length} bytes, more than the {limit} that are read")
            }
            Self::TooDeep { limit } => write!(
                f,
                "the expression nests or chains more than {limit} parentheses and operators"
            ),
            Self::DurationTooLong { text } => {
                write!(f, "the duration `{text}` is longer than Prometheus can count (292 years)")
            }
            Self::ZeroDuration => write!(f, "a range and its resolution must be longer than zero"),
            Self::UnterminatedString => write!(f, "a string is not closed"),
            Self::Syntax(message) => write!(f, "{message}"),
        }
    }
}

impl std::error::Error for ParseError {}

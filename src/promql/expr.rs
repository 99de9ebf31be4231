//! A parsed expression.

use std::fmt;

use super::tree::Node;
use super::{ParseError, convert, guard, raw_string, scan};

/// A parsed PromQL expression; see the [module](super) for what can be asked of it.
///
/// `Display` writes the text it was parsed from.
#[derive(Clone, Debug)]
pub struct Expr {
    text: String,
    root: Node,
}

impl Expr {
    /// Parses an expression.
    ///
    /// The parser rejects some valid syntax of the newest Prometheus versions (`anchored`, `smoothed`, arithmetic on
    /// durations), so a failure is proof of a mistake only for expressions that keep clear of it.
    ///
    /// # Errors
    ///
    /// A [`ParseError`]: the text is not PromQL, or longer or deeper than stackgen reads.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        guard::check_length(text)?;
        let pieces = scan::scan(text)?;
        guard::check_depth(&pieces)?;
        guard::check_durations(&pieces)?;
        let root = convert::parse(&raw_string::without_raw_strings(&pieces))?;
        Ok(Self { text: text.to_owned(), root })
    }

    /// The text it was parsed from.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn root(&self) -> &Node {
        &self.root
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

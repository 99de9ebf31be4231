//! One condition of a selector on a label.

use std::fmt;

use promql_parser::label;

/// How a matcher compares a label's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `=~`
    Regex,
    /// `!~`
    NotRegex,
}

impl fmt::Display for MatchOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Regex => "=~",
            Self::NotRegex => "!~",
        })
    }
}

/// One condition of a selector on a label, such as `code=~"5.."`.
///
/// `Display` writes it as PromQL does.
#[derive(Clone, Debug, PartialEq)]
pub struct Matcher {
    inner: label::Matcher,
}

impl Matcher {
    pub(super) fn new(inner: label::Matcher) -> Self {
        Self { inner }
    }

    /// The label's name; `__name__` for the metric's.
    pub fn label(&self) -> &str {
        &self.inner.name
    }

    /// How the value is compared.
    pub fn op(&self) -> MatchOp {
        match self.inner.op {
            label::MatchOp::Equal => MatchOp::Equal,
            label::MatchOp::NotEqual => MatchOp::NotEqual,
            label::MatchOp::Re(_) => MatchOp::Regex,
            label::MatchOp::NotRe(_) => MatchOp::NotRegex,
        }
    }

    /// The text or regular expression that the label's value is compared with.
    pub fn value(&self) -> &str {
        &self.inner.value
    }

    /// Whether a series with this value of the label is selected; a missing label is the empty
    /// value.
    ///
    /// Regular expressions match the whole value, as in Prometheus.
    pub fn matches(&self, value: &str) -> bool {
        self.inner.is_match(value)
    }

    /// Whether only series that have the label are selected.
    pub fn needs_label(&self) -> bool {
        !self.matches("")
    }
}

impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.inner)
    }
}

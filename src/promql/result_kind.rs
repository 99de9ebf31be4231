//! What kind of value an expression yields.

use super::Expr;
use super::tree::Node;

/// What kind of value an expression yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultKind {
    /// One number: no rule fires on it, and a comparison of two needs `bool`.
    Scalar,
    /// Elements with labels, each with one value: what an alerting rule needs.
    Vector,
    /// Elements with many values each, such as `a[5m]`: no rule accepts it.
    Range,
    /// A string: no rule accepts it.
    Text,
}

impl Expr {
    /// What kind of value it yields.
    ///
    /// `promtool check rules` lets a rule with a range or a string pass; Prometheus fails to
    /// evaluate it.
    pub fn result_kind(&self) -> ResultKind {
        match self.root() {
            root if root.is_scalar() => ResultKind::Scalar,
            Node::Text(_) => ResultKind::Text,
            Node::Subquery(_) => ResultKind::Range,
            Node::Selector(selector) if selector.range().is_some() => ResultKind::Range,
            _ => ResultKind::Vector,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: ResultKind) {
        assert_eq!(Expr::parse(text).unwrap().result_kind(), expected, "{text}");
    }

    #[test]
    fn kinds() {
        case("-(1 + time())", ResultKind::Scalar);
        case("1 > bool 2", ResultKind::Scalar);
        case("1 + a", ResultKind::Vector);
        case("vector(1)", ResultKind::Vector);
        case("max_over_time(a[5m])", ResultKind::Vector);
        case("(a[5m])", ResultKind::Range);
        case("a[5m:1m]", ResultKind::Range);
        case("'a'", ResultKind::Text);
    }
}

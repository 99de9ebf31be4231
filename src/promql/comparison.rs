//! What an alert compares with which number.

use super::operator::{Operator, SetOperator};
use super::tree::{Binary, Node};
use super::{Comparator, Expr};

/// The side of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left side.
    Left,
    /// The right side.
    Right,
}

/// A comparison that decides whether the expression has a result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// How the value is compared with the threshold, with the value on the left: `>` for `a > 5`
    /// and for `5 < a`.
    pub comparator: Comparator,
    /// The number that is compared with; `None` if neither side is made of number literals alone.
    pub threshold: Option<f64>,
    /// The side on which the threshold is written.
    pub threshold_side: Side,
    /// Whether the answer is 0 or 1 (`bool`) rather than the elements for which it holds: such an
    /// alert always fires.
    pub bool: bool,
}

impl Expr {
    /// The comparison that the expression is: `a / b > 0.9`; `None` if its outermost operator is
    /// another one.
    pub fn comparison(&self) -> Option<Comparison> {
        comparison(self.root())
    }

    /// All comparisons that decide whether the expression has a result: those on the sides of the
    /// outermost `and`, `or` and `unless`.
    pub fn comparisons(&self) -> Vec<Comparison> {
        let mut found = Vec::new();
        collect(self.root(), &mut found);
        found
    }
}

fn collect(node: &Node, found: &mut Vec<Comparison>) {
    match node {
        Node::Binary(Binary {
            operator: Operator::Set(SetOperator::And | SetOperator::Or | SetOperator::Unless),
            left,
            right,
            ..
        }) => {
            collect(left, found);
            collect(right, found);
        }
        _ => found.extend(comparison(node)),
    }
}

fn comparison(node: &Node) -> Option<Comparison> {
    let Node::Binary(binary) = node else { return None };
    let Operator::Compare(comparator) = binary.operator else { return None };
    let found = |comparator, threshold, threshold_side| Comparison {
        comparator,
        threshold,
        threshold_side,
        bool: binary.bool,
    };
    Some(match (binary.left.constant(), binary.right.constant()) {
        (Some(threshold), None) => found(comparator.mirrored(), Some(threshold), Side::Left),
        (_, threshold) => found(comparator, threshold, Side::Right),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        let expr = Expr::parse(text).unwrap();
        let found: Vec<String> = expr
            .comparisons()
            .iter()
            .map(|comparison| {
                let threshold = comparison
                    .threshold
                    .map_or_else(|| "?".to_owned(), |number| number.to_string());
                let side = match comparison.threshold_side {
                    Side::Left => " on the left",
                    Side::Right => "",
                };
                let bool = if comparison.bool { " bool" } else { "" };
                format!("{}{bool} {threshold}{side}", comparison.comparator)
            })
            .collect();
        assert_eq!(found.join(", "), expected, "{text}");
        let outermost = found.len() == 1 && !text.contains(" or ");
        assert_eq!(expr.comparison().is_some(), outermost, "{text}");
    }

    #[test]
    fn comparisons() {
        case("up == 0", "== 0");
        case("(rate(a[5m]) / b) > 0.9", "> 0.9");
        case("0.9 <= a", ">= 0.9 on the left");
        case("a != bool -1", "!= bool -1");
        case("a < 24 * 3600", "< 86400");
        case("a > 2 ^ 10 - (1 + 3) / 2 % 5", "> 1022");
        case("a < b", "< ?");
        case("time() - a > 5m", "> 300");
        case("a > 1 and b <= 2 unless c != 3", "> 1, <= 2, != 3");
        case("a or b > 1", "> 1");
        case("absent(up)", "");
        case("sum(a > 1)", "");
        case("vector(1)", "");
    }
}

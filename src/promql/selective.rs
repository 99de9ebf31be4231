//! Whether an expression decides anything.

use super::Expr;
use super::operator::{Operator, SetOperator};
use super::tree::{Binary, Call, Node};

impl Expr {
    /// Whether its result can be empty although the series that it reads are there: it has a
    /// comparison without `bool`, an `and` or `unless`, or asks for what is absent.
    ///
    /// An alert whose condition is not selective fires all the time.
    pub fn is_selective(&self) -> bool {
        let mut selective = false;
        self.root().walk(&mut |node| {
            selective |= match node {
                Node::Binary(Binary { operator, bool, left, right, .. }) => match operator {
                    Operator::Compare(_) => !(*bool || left.is_scalar() && right.is_scalar()),
                    Operator::Set(set) => matches!(set, SetOperator::And | SetOperator::Unless),
                    Operator::Arithmetic(_) => false,
                },
                Node::Call(Call { function, .. }) => {
                    matches!(function.name(), "absent" | "absent_over_time")
                }
                _ => false,
            };
        });
        selective
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: bool) {
        assert_eq!(Expr::parse(text).unwrap().is_selective(), expected, "{text}");
    }

    #[test]
    fn selective() {
        case("up == 0", true);
        case("count(up == 0)", true);
        case("absent(up)", true);
        case("a and b", true);
        case("a unless on (job) b", true);
        case("rate(a[5m])", false);
        case("up == bool 0", false);
        case("vector(1)", false);
        case("a or b", false);
        case("1 > bool 2", false);
    }
}

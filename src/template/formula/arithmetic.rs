use super::operand::Operand;
use std::borrow::Cow;
use std::cmp::Ordering;

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
    Add,
    Subtract,
    Join,
    Multiply,
    Divide,
    DivideDown,
    Rest,
}

impl Operator {
    /// What it makes of its operands.
    pub(super) fn apply<'a>(self, left: Operand<'a>, right: Operand<'a>) -> Option<Operand<'a>> {
        use Operand::{Float, Int};
        match self {
            Self::Or => Some(if left.truth()? { left } else { right }),
            Self::And => Some(if left.truth()? { right } else { left }),
            Self::Join => join(left, right),
            Self::Equal | Self::Unequal => {
                let equal = match (left.text(), right.text()) {
                    (Some(left), Some(right)) => left == right,
                    _ => order(&left, &right)?.is_eq(),
                };
                Some(Operand::Truth(equal == (self == Self::Equal)))
            }
            Self::Less => Some(Operand::Truth(order(&left, &right)?.is_lt())),
            Self::LessOrEqual => Some(Operand::Truth(order(&left, &right)?.is_le())),
            Self::More => Some(Operand::Truth(order(&left, &right)?.is_gt())),
            Self::MoreOrEqual => Some(Operand::Truth(order(&left, &right)?.is_ge())),
            Self::Divide => match right.number()? {
                0.0 => None,
                by => Operand::float(left.number()? / by),
            },
            _ => match (&left, &right) {
                (Int(left), Int(right)) => self.of_ints(*left, *right).map(Int),
                (Int(_) | Float(_), Int(_) | Float(_)) => {
                    Operand::float(self.of_floats(left.number()?, right.number()?)?)
                }
                _ => None,
            },
        }
    }

    fn of_ints(self, left: i64, right: i64) -> Option<i64> {
        match self {
            Self::Add => left.checked_add(right),
            Self::Subtract => left.checked_sub(right),
            Self::Multiply => left.checked_mul(right),
            Self::DivideDown | Self::Rest => {
                let (mut quotient, mut rest) = (left.checked_div(right)?, left.checked_rem(right)?);
                if rest != 0 && (rest < 0) != (right < 0) {
                    quotient -= 1;
                    rest += right;
                }
                Some(if self == Self::Rest { rest } else { quotient })
            }
            _ => None,
        }
    }

    fn of_floats(self, left: f64, right: f64) -> Option<f64> {
        match self {
            Self::Add => Some(left + right),
            Self::Subtract => Some(left - right),
            Self::Multiply => Some(left * right),
            Self::DivideDown | Self::Rest if right != 0.0 => {
                let (quotient, rest) = divide_down(left, right);
                Some(if self == Self::Rest { rest } else { quotient })
            }
            _ => None,
        }
    }
}

/// Python's division, step by step as minijinja takes it.
fn divide_down(left: f64, right: f64) -> (f64, f64) {
    let mut rest = left % right;
    let mut quotient = (left - rest) / right;
    if rest == 0.0 {
        rest = 0.0f64.copysign(right);
    } else if (rest < 0.0) != (right < 0.0) {
        rest += right;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0f64.copysign(left / right), rest);
    }
    let down = quotient.floor();
    (if quotient - down > 0.5 { down + 1.0 } else { down }, rest)
}

/// How two numbers compare. A whole number that has no exact match among the others is not compared
/// with them.
pub(super) fn order(left: &Operand<'_>, right: &Operand<'_>) -> Option<Ordering> {
    const EXACT: u64 = 1 << 53;
    match (left, right) {
        (Operand::Int(left), Operand::Int(right)) => Some(left.cmp(right)),
        (Operand::Float(left), Operand::Float(right)) => left.partial_cmp(right),
        (Operand::Int(whole), Operand::Float(_)) | (Operand::Float(_), Operand::Int(whole))
            if whole.unsigned_abs() <= EXACT =>
        {
            left.number()?.partial_cmp(&right.number()?)
        }
        _ => None,
    }
}

fn join<'a>(left: Operand<'a>, right: Operand<'a>) -> Option<Operand<'a>> {
    let mut text = String::new();
    left.print(&mut text)?;
    // Most are runs of samples, and more of them follow.
    text.reserve(64);
    right.print(&mut text)?;
    Some(Operand::Text(Cow::Owned(text)))
}

/// The other sign.
pub(super) fn negate<'a>(value: &Operand<'_>) -> Option<Operand<'a>> {
    match value {
        Operand::Int(number) => number.checked_neg().map(Operand::Int),
        Operand::Float(number) => Some(Operand::Float(-number)),
        _ => None,
    }
}

/// To so many decimals.
pub(super) fn round<'a>(value: &Operand<'_>, decimals: i64) -> Option<Operand<'a>> {
    let decimals = usize::try_from(decimals).ok().filter(|decimals| *decimals <= 15)?;
    match *value {
        Operand::Int(number) => Some(Operand::Int(number)),
        Operand::Float(number) if decimals == 0 => Operand::float(number.round_ties_even()),
        // The digits decide, as in minijinja: 2.675 lies below its half.
        Operand::Float(number) => Operand::float(format!("{number:.decimals$}").parse().ok()?),
        _ => None,
    }
}

/// Without its fraction.
pub(super) fn int<'a>(value: &Operand<'_>) -> Option<Operand<'a>> {
    #[expect(clippy::cast_possible_truncation, reason = "in range")]
    match *value {
        Operand::Int(number) => Some(Operand::Int(number)),
        Operand::Float(number) if number.abs() < 9e18 => Some(Operand::Int(number as i64)),
        _ => None,
    }
}

/// Without its sign.
pub(super) fn abs<'a>(value: &Operand<'_>) -> Option<Operand<'a>> {
    match *value {
        Operand::Int(number) => number.checked_abs().map(Operand::Int),
        Operand::Float(number) => Some(Operand::Float(number.abs())),
        _ => None,
    }
}

/// The first of the numbers that lie furthest in one direction.
pub(super) fn extreme(value: Operand<'_>, wanted: Ordering) -> Option<Operand<'_>> {
    let Operand::List(items) = value else { return None };
    let mut items = items.into_iter();
    let mut found = items.next().filter(|first| first.number().is_some())?;
    for item in items {
        if order(&item, &found)? == wanted {
            found = item;
        }
    }
    Some(found)
}

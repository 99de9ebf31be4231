//! The operators between two operands.

use std::fmt;

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Arithmetic(Arithmetic),
    Compare(Comparator),
    Set(SetOperator),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Atan2,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetOperator {
    And,
    Or,
    Unless,
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
}

impl Operator {
    /// The operator that is written so, in lower case.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        Some(match text {
            "+" => Self::Arithmetic(Arithmetic::Add),
            "-" => Self::Arithmetic(Arithmetic::Subtract),
            "*" => Self::Arithmetic(Arithmetic::Multiply),
            "/" => Self::Arithmetic(Arithmetic::Divide),
            "%" => Self::Arithmetic(Arithmetic::Modulo),
            "^" => Self::Arithmetic(Arithmetic::Power),
            "atan2" => Self::Arithmetic(Arithmetic::Atan2),
            "==" => Self::Compare(Comparator::Equal),
            "!=" => Self::Compare(Comparator::NotEqual),
            ">" => Self::Compare(Comparator::Greater),
            ">=" => Self::Compare(Comparator::GreaterOrEqual),
            "<" => Self::Compare(Comparator::Less),
            "<=" => Self::Compare(Comparator::LessOrEqual),
            "and" => Self::Set(SetOperator::And),
            "or" => Self::Set(SetOperator::Or),
            "unless" => Self::Set(SetOperator::Unless),
            _ => return None,
        })
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Arithmetic(Arithmetic::Add) => "+",
            Self::Arithmetic(Arithmetic::Subtract) => "-",
            Self::Arithmetic(Arithmetic::Multiply) => "*",
            Self::Arithmetic(Arithmetic::Divide) => "/",
            Self::Arithmetic(Arithmetic::Modulo) => "%",
            Self::Arithmetic(Arithmetic::Power) => "^",
            Self::Arithmetic(Arithmetic::Atan2) => "atan2",
            Self::Compare(comparator) => return comparator.fmt(f),
            Self::Set(SetOperator::And) => "and",
            Self::Set(SetOperator::Or) => "or",
            Self::Set(SetOperator::Unless) => "unless",
        })
    }
}

impl Arithmetic {
    /// The result for two numbers.
    pub(super) fn apply(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
            Self::Modulo => left % right,
            Self::Power => left.powf(right),
            Self::Atan2 => left.atan2(right),
        }
    }
}

impl Comparator {
    /// The comparator that says the same with the operands exchanged: `5 < x` is `x > 5`.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Equal | Self::NotEqual => self,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
        }
    }
}

impl fmt::Display for Comparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
        })
    }
}

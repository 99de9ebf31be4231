//! The tree of an expression, without what does not change its meaning (parentheses, `+` signs).

use std::collections::BTreeSet;
use std::time::Duration;

use super::operator::Operator;
use super::{Function, Offset, Selector};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Number(f64),
    Text(String),
    Selector(Selector),
    Subquery(Subquery),
    Negative(Box<Node>),
    Call(Call),
    Aggregate(Aggregate),
    Binary(Binary),
}

/// `inner[range:step] offset ..`
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Subquery {
    pub(super) inner: Box<Node>,
    pub(super) range: Duration,
    pub(super) offset: Offset,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    pub(super) function: Function,
    pub(super) arguments: Vec<Node>,
    /// Whether the result is a scalar rather than a vector.
    pub(super) scalar: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Aggregate {
    /// Its name in lower case, such as `sum`.
    pub(super) operator: String,
    pub(super) grouping: Grouping,
    /// The first argument of `topk`, `quantile`, `count_values` and their like.
    pub(super) parameter: Option<Box<Node>>,
    pub(super) inner: Box<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// `by (..)`; no grouping at all is `by ()`.
    By(BTreeSet<String>),
    Without(BTreeSet<String>),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Binary {
    pub(super) operator: Operator,
    pub(super) left: Box<Node>,
    pub(super) right: Box<Node>,
    /// Whether a comparison answers 0 or 1 instead of filtering.
    pub(super) bool: bool,
    pub(super) matching: Matching,
    pub(super) group: Option<Group>,
    /// Whether elements without a partner are filled in instead of dropped.
    pub(super) fill: bool,
}

/// Which labels decide whether two elements match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Matching {
    On(BTreeSet<String>),
    /// `ignoring (..)`; no matching clause at all is `ignoring ()`.
    Ignoring(BTreeSet<String>),
}

/// `group_left (..)` or `group_right (..)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Whether the left side is the one with many elements per match.
    pub(super) many_left: bool,
    /// Labels that are copied from the other side.
    pub(super) included: BTreeSet<String>,
}

impl Node {
    /// Whether the value is one number rather than a vector.
    pub(super) fn is_scalar(&self) -> bool {
        match self {
            Self::Number(_) => true,
            Self::Negative(inner) => inner.is_scalar(),
            Self::Call(call) => call.scalar,
            Self::Binary(binary) => binary.left.is_scalar() && binary.right.is_scalar(),
            Self::Text(_) | Self::Selector(_) | Self::Subquery(_) | Self::Aggregate(_) => false,
        }
    }

    /// The value, if it is made of number literals only: `24 * 3600`.
    pub(super) fn constant(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Negative(inner) => inner.constant().map(|number| -number),
            Self::Binary(Binary {
                operator: Operator::Arithmetic(operator), left, right, ..
            }) => Some(operator.apply(left.constant()?, right.constant()?)),
            _ => None,
        }
    }

    /// The nodes directly below.
    pub(super) fn children(&self) -> Vec<&Node> {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Selector(_) => Vec::new(),
            Self::Subquery(subquery) => vec![&subquery.inner],
            Self::Negative(inner) => vec![inner],
            Self::Call(call) => call.arguments.iter().collect(),
            Self::Aggregate(aggregate) => {
                aggregate.parameter.as_deref().into_iter().chain([&*aggregate.inner]).collect()
            }
            Self::Binary(binary) => vec![&binary.left, &binary.right],
        }
    }

    /// Calls `visit` with this node and every node below, parents first, left to right.
    pub(super) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}

impl Matching {
    /// Whether elements match only if they agree on this label.
    pub(super) fn compares(&self, label: &str) -> bool {
        match self {
            Self::On(labels) => labels.contains(label),
            Self::Ignoring(labels) => label != super::selector::NAME && !labels.contains(label),
        }
    }

    /// The labels it names.
    pub(super) fn labels(&self) -> &BTreeSet<String> {
        match self {
            Self::On(labels) | Self::Ignoring(labels) => labels,
        }
    }
}

//! Which labels the result of an expression carries.
//!
//! Follows what Prometheus 3 does with its feature flags off; each rule is in the file of its
//! construct.

mod aggregate;
mod binary;
mod call;
mod selector;
#[cfg(test)]
mod tests;

use super::tree::Node;
use super::{Expr, Labels, Selector};

pub(super) use selector::selected;

/// What the caller knows about the labels of a metric's series, target labels such as `job` and
/// `instance` included: [`Labels::unknown`] for a metric that it does not know.
pub(super) type Knowledge<'a> = &'a dyn Fn(&str) -> Labels;

impl Expr {
    /// Which labels the elements of the result carry.
    ///
    /// `metric` answers for each metric that the expression names which labels its series carry,
    /// with target labels such as `job` and `instance`, and without `__name__`; [`Labels::unknown`]
    /// if it does not know the metric.
    ///
    /// [`Presence::Never`](super::Presence::Never) is certain, if what `metric` says is true: an
    /// annotation that prints such a label prints nothing. Labels that an alerting rule adds are
    /// not seen by its own templates, so they have no place here.
    pub fn labels(&self, metric: &dyn Fn(&str) -> Labels) -> Labels {
        of(self.root(), metric)
    }
}

/// The labels of a node's elements; scalars and strings have none.
pub(super) fn of(node: &Node, knowledge: Knowledge<'_>) -> Labels {
    match node {
        Node::Number(_) | Node::Text(_) => Labels::none(),
        Node::Selector(selector) => selected(selector, knowledge),
        Node::Subquery(subquery) => of(&subquery.inner, knowledge),
        Node::Negative(inner) => {
            let mut labels = of(inner, knowledge);
            labels.drop_label(super::selector::NAME);
            labels
        }
        Node::Call(call) => call::labels(call, knowledge),
        Node::Aggregate(aggregate) => aggregate::labels(aggregate, knowledge),
        Node::Binary(binary) => binary::labels(binary, knowledge),
    }
}

/// What the caller knows about the series of a selector, before its matchers are looked at.
pub(super) fn known(selector: &Selector, knowledge: Knowledge<'_>) -> Labels {
    selector.metric().map_or_else(Labels::unknown, knowledge)
}

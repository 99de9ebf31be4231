//! Labels after an aggregation.

use super::super::labels::{Label, Labels, Presence};
use super::super::selector::NAME;
use super::super::tree::{Aggregate, Grouping, Node};
use super::{Knowledge, of};

/// `by` keeps the listed labels that are there, `without` drops the listed ones and the name, and
/// the aggregations that pick elements keep those as they are, whatever the grouping.
pub(super) fn labels(aggregate: &Aggregate, knowledge: Knowledge<'_>) -> Labels {
    let inner = of(&aggregate.inner, knowledge);
    if matches!(aggregate.operator.as_str(), "topk" | "bottomk" | "limitk" | "limit_ratio") {
        return inner;
    }
    let mut labels = match &aggregate.grouping {
        Grouping::By(names) => inner.only(names),
        Grouping::Without(names) => {
            let mut labels = inner.without(names);
            labels.drop_label(NAME);
            labels
        }
    };
    if aggregate.operator == "count_values" {
        match aggregate.parameter.as_deref() {
            Some(Node::Text(name)) => labels.set(name, Label::new(Presence::Always)),
            _ => labels = labels.opened(),
        }
    }
    labels
}

//! Labels after a binary operator.

use super::super::labels::{Label, Labels};
use super::super::operator::{Operator, SetOperator};
use super::super::selector::NAME;
use super::super::tree::{Binary, Group, Matching};
use super::{Knowledge, of};

/// Arithmetic and `bool` drop the name; everything else depends on which of the operands are
/// vectors and on how these are matched.
pub(super) fn labels(binary: &Binary, knowledge: Knowledge<'_>) -> Labels {
    let left = of(&binary.left, knowledge);
    let right = of(&binary.right, knowledge);
    if let Operator::Set(operator) = binary.operator {
        return set(operator, &binary.matching, &left, &right);
    }
    let mut labels = match (binary.left.is_scalar(), binary.right.is_scalar()) {
        (true, true) => Labels::none(),
        (false, true) => left,
        (true, false) => right,
        (false, false) => match &binary.group {
            None => one_to_one(binary, &left, &right),
            Some(group) if group.many_left => many_to_one(binary, group, &left, &right),
            Some(group) => many_to_one(binary, group, &right, &left),
        },
    };
    // `group_left (__name__)` copies the name after it was dropped.
    let copied = binary.group.as_ref().is_some_and(|group| group.included.contains(NAME));
    if !copied && (binary.bool || matches!(binary.operator, Operator::Arithmetic(_))) {
        labels.drop_label(NAME);
    }
    labels
}

/// `and` keeps elements of the left that agree with one of the right; `unless` keeps others of the
/// left; `or` has elements of both.
fn set(operator: SetOperator, matching: &Matching, left: &Labels, right: &Labels) -> Labels {
    match operator {
        SetOperator::And => spelled_out(left, matching).combine(right, |name, left, right| {
            if matching.compares(name) { left.and(right) } else { left.clone() }
        }),
        SetOperator::Unless => left.clone(),
        SetOperator::Or => left.or(right),
    }
}

/// One-to-one: with `on`, only the matched labels are left; otherwise all but the ignored ones of
/// the left side.
fn one_to_one(binary: &Binary, left: &Labels, right: &Labels) -> Labels {
    let left = spelled_out(left, &binary.matching);
    let matched = agreeing(binary, &left, right);
    match &binary.matching {
        Matching::On(names) => matched.only(names),
        Matching::Ignoring(names) => matched.without(names),
    }
}

/// `group_left` and `group_right`: the labels of the many side, and the included ones of the other
/// side.
fn many_to_one(binary: &Binary, group: &Group, many: &Labels, one: &Labels) -> Labels {
    let mut labels = agreeing(binary, &spelled_out(many, &binary.matching), one);
    for name in &group.included {
        let label = one.label(name);
        labels.set(name, if binary.fill { label.or(&labels.label(name)) } else { label });
    }
    labels
}

/// The labels of `base`, for elements that have a partner in `other`, or are filled in for a
/// missing one.
fn agreeing(binary: &Binary, base: &Labels, other: &Labels) -> Labels {
    base.combine(other, |name, base, other| {
        if binary.fill {
            base.or(other)
        } else if binary.matching.compares(name) {
            base.and(other)
        } else {
            base.clone()
        }
    })
}

/// The same labels, but with all that the matching clause names spelled out, so that the rule for
/// all other labels does not apply to them.
fn spelled_out(labels: &Labels, matching: &Matching) -> Labels {
    let mut labels = labels.clone();
    for name in matching.labels().iter().map(String::as_str).chain([NAME]) {
        let label: Label = labels.label(name);
        labels.set(name, label);
    }
    labels
}

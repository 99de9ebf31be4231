//! Labels of the series that a selector selects.

use super::super::labels::{Label, Labels, Presence};
use super::super::selector::NAME;
use super::super::{MatchOp, Selector};
use super::{Knowledge, known};

/// What is known about the metric, plus what the matchers say: `a{x="1"}` always has `x`, `a{x=""}`
/// never has.
pub(in super::super) fn selected(selector: &Selector, knowledge: Knowledge<'_>) -> Labels {
    let mut labels = known(selector, knowledge);
    labels.set(
        NAME,
        Label { presence: Presence::Always, value: selector.metric().map(str::to_owned) },
    );
    for matcher in selector.matchers() {
        let equal = matcher.op() == MatchOp::Equal;
        if matcher.needs_label() {
            let value = equal.then(|| matcher.value().to_owned());
            let value = value.or_else(|| labels.label(matcher.label()).value);
            labels.set(matcher.label(), Label { presence: Presence::Always, value });
        } else if equal {
            labels.drop_label(matcher.label());
        }
    }
    labels
}

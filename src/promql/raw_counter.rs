//! Counters that are compared with a number without `rate` or `increase`.

use super::operator::Operator;
use super::tree::{Aggregate, Binary, Call, Node};
use super::{Comparator, Expr, Selector};

/// A counter whose total since its process started is compared with a number.
///
/// Once such a comparison with `>` holds, it holds until the process restarts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawCounter<'a> {
    /// The selector of the counter.
    pub selector: &'a Selector,
    /// How it is compared with the number, with the counter on the left.
    pub comparator: Comparator,
    /// The number.
    pub number: f64,
}

impl Expr {
    /// Every counter that is compared with a number by its raw value, in the order of the text.
    ///
    /// `is_counter` answers for a metric's name. Functions and aggregations that keep the meaning
    /// of the value (`sum`, `max_over_time`, `abs`, arithmetic with a number) do not make it less
    /// raw; those that count samples or look at differences do, and so does arithmetic with another
    /// vector, such as `a - a offset 5m`.
    pub fn raw_counters(&self, is_counter: &dyn Fn(&str) -> bool) -> Vec<RawCounter<'_>> {
        let mut found = Vec::new();
        self.root().walk(&mut |node| {
            let Node::Binary(Binary {
                operator: Operator::Compare(comparator), left, right, ..
            }) = node
            else {
                return;
            };
            let (value, number, comparator) = match (left.constant(), right.constant()) {
                (None, Some(number)) => (left, number, *comparator),
                (Some(number), None) => (right, number, comparator.mirrored()),
                _ => return,
            };
            let mut selectors = Vec::new();
            raw(value, &mut selectors);
            found.extend(
                selectors
                    .into_iter()
                    .filter(|selector| selector.metric().is_some_and(is_counter))
                    .map(|selector| RawCounter { selector, comparator, number }),
            );
        });
        found
    }
}

/// Collects the selectors whose raw value the node's value is.
fn raw<'a>(node: &'a Node, found: &mut Vec<&'a Selector>) {
    match node {
        Node::Selector(selector) => found.push(selector),
        Node::Subquery(subquery) => raw(&subquery.inner, found),
        Node::Negative(inner) => raw(inner, found),
        Node::Aggregate(Aggregate { operator, inner, .. }) => {
            if !matches!(
                operator.as_str(),
                "count" | "count_values" | "group" | "stddev" | "stdvar"
            ) {
                raw(inner, found);
            }
        }
        Node::Call(call) => raw_argument(call, found),
        Node::Binary(Binary { operator, left, right, bool, .. }) => match operator {
            Operator::Arithmetic(_) => match (left.constant(), right.constant()) {
                (None, Some(_)) => raw(left, found),
                (Some(_), None) => raw(right, found),
                _ => {}
            },
            // A comparison below is looked at on its own.
            Operator::Compare(_) if *bool => {}
            Operator::Compare(_) => {
                if right.constant().is_none() {
                    raw(left, found);
                }
            }
            Operator::Set(super::operator::SetOperator::Or) => {
                raw(left, found);
                raw(right, found);
            }
            Operator::Set(_) => raw(left, found),
        },
        Node::Number(_) | Node::Text(_) => {}
    }
}

/// Functions whose result is a value of their input, perhaps rounded or relabelled.
fn raw_argument<'a>(call: &'a Call, found: &mut Vec<&'a Selector>) {
    let keeps_value = matches!(
        call.function.name(),
        "abs"
            | "avg_over_time"
            | "ceil"
            | "clamp"
            | "clamp_max"
            | "clamp_min"
            | "first_over_time"
            | "floor"
            | "info"
            | "label_join"
            | "label_replace"
            | "last_over_time"
            | "max_over_time"
            | "min_over_time"
            | "quantile_over_time"
            | "round"
            | "scalar"
            | "sort"
            | "sort_by_label"
            | "sort_by_label_desc"
            | "sort_desc"
            | "sum_over_time"
    );
    let vector = call
        .arguments
        .iter()
        .find(|argument| !argument.is_scalar() && !matches!(argument, Node::Text(_)));
    if keeps_value && let Some(vector) = vector {
        raw(vector, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let expr = Expr::parse(text).unwrap();
        let found: Vec<String> = expr
            .raw_counters(&|metric| metric.ends_with("_total"))
            .iter()
            .map(|raw| format!("{} {} {}", raw.selector, raw.comparator, raw.number))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn compared_raw() {
        case("a_total > 5", &["a_total > 5"]);
        case("5 < a_total{b=\"c\"}", &["a_total{b=\"c\"} > 5"]);
        case("sum by (x) (a_total) * 100 > bool 5", &["a_total > 5"]);
        case("-max_over_time(a_total[5m]) < -5", &["a_total < -5"]);
        case("max_over_time(sum(a_total)[5m:]) > 5", &["a_total > 5"]);
        case("up == 0 or a_total > 5", &["a_total > 5"]);
        case("count(a_total > 5) > 3", &["a_total > 5"]);
        case("(a_total or b_total) > 5", &["a_total > 5", "b_total > 5"]);
        case("(a_total and on (job) up == 1) > 5", &["a_total > 5"]);
        case("topk(3, a_total) > 5", &["a_total > 5"]);
        case("clamp_max(a_total, 7) > 5", &["a_total > 5"]);
        case("a_total > 5 < 9", &["a_total > 5"]);
        case("a_total > b < 9", &["a_total < 9"]);
    }

    #[test]
    fn not_compared_raw() {
        for text in [
            "a > 5",
            "rate(a_total[5m]) > 5",
            "sum(increase(a_total[5m])) > 5",
            "delta(a_total[5m]) > 5",
            "absent(a_total) == 1",
            "count(a_total) > 5",
            "changes(a_total[5m]) > 5",
            "resets(a_total[5m]) > 5",
            "timestamp(a_total) < 5",
            "count_over_time(a_total[5m]) > 5",
            "a_total - a_total offset 5m > 5",
            "a_total / b_total > 0.5",
            "a_total > b",
            "a_total",
            "a_total and b > 5",
        ] {
            case(text, &[]);
        }
    }
}

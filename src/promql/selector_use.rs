//! How an expression uses the series that it reads.

use std::time::Duration;

use super::selector::NAME;
use super::tree::{Node, Subquery};
use super::{Expr, Function, Offset, Selector};

/// One thing around a selector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enclosing<'a> {
    /// A function call.
    Call(Function),
    /// An aggregation, by its name, such as `sum`.
    Aggregation(&'a str),
    /// A subquery: `..[1h:5m] offset 1d`.
    Subquery {
        /// Its range.
        range: Duration,
        /// Its offset.
        offset: Offset,
    },
    /// A binary operator, or a minus sign.
    Operator,
}

/// A selector and what stands around it in the expression.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectorUse<'a> {
    selector: &'a Selector,
    enclosing: Vec<Enclosing<'a>>,
}

impl<'a> SelectorUse<'a> {
    /// The selector.
    pub fn selector(&self) -> &'a Selector {
        self.selector
    }

    /// What stands around it, from the inside out: for `sum(rate(a[5m])) > 1`, the call of `rate`,
    /// the aggregation `sum` and an operator.
    pub fn enclosing(&self) -> &[Enclosing<'a>] {
        &self.enclosing
    }

    /// Whether this function is somewhere around it.
    pub fn is_inside(&self, function: &str) -> bool {
        self.enclosing
            .iter()
            .any(|around| matches!(around, Enclosing::Call(call) if call.name() == function))
    }

    /// The function that is applied to the samples in the [window](SelectorUse::window): `rate` in
    /// `rate(a[5m])` and in `rate(a[5m:1m])`, but `max_over_time` is no function of `a` in
    /// `max_over_time(sum(a)[5m:])`.
    pub fn range_function(&self) -> Option<Function> {
        let call = match self.enclosing.first()? {
            Enclosing::Subquery { .. } if self.selector.range.is_none() => self.enclosing.get(1)?,
            first if self.selector.range.is_some() => first,
            _ => return None,
        };
        match call {
            Enclosing::Call(function) => Some(*function),
            _ => None,
        }
    }

    /// The range that a function is applied to: the selector's own, or that of a subquery directly
    /// around it.
    pub fn window(&self) -> Option<Duration> {
        match (self.selector.range, self.enclosing.first()) {
            (Some(range), _) => Some(range),
            (None, Some(Enclosing::Subquery { range, .. })) => Some(*range),
            _ => None,
        }
    }

    /// How old the oldest sample is that it can need: its range and offset and those of all
    /// subqueries around it.
    ///
    /// The five minutes that Prometheus looks back for the newest sample of a series are not
    /// counted, and `@` is not looked at.
    pub fn lookback(&self) -> Duration {
        let mut back = self.selector.range.unwrap_or_default();
        let mut ahead = Duration::ZERO;
        let mut shift = |offset| match offset {
            Offset::None => {}
            Offset::Back(by) => back = back.saturating_add(by),
            Offset::Ahead(by) => ahead = ahead.saturating_add(by),
        };
        shift(self.selector.offset);
        for around in &self.enclosing {
            if let Enclosing::Subquery { range, offset } = around {
                shift(Offset::Back(*range));
                shift(*offset);
            }
        }
        back.saturating_sub(ahead)
    }
}

impl Expr {
    /// Every selector of the expression and how it is used, in the order of the text.
    pub fn selectors(&self) -> Vec<SelectorUse<'_>> {
        let mut found = Vec::new();
        collect(self.root(), &mut Vec::new(), &mut found);
        found
    }

    /// The names of all metrics that are read by name, in the order of the text, with repetitions.
    ///
    /// Metrics that are matched by a pattern are not among them; see [`Selector::may_select`] for
    /// those.
    pub fn metrics(&self) -> Vec<&str> {
        self.selectors().iter().filter_map(|used| used.selector.metric()).collect()
    }

    /// How old the oldest sample is that the expression can need; see [`SelectorUse::lookback`].
    pub fn longest_lookback(&self) -> Duration {
        self.selectors().iter().map(SelectorUse::lookback).max().unwrap_or_default()
    }
}

/// Collects the selectors below `node`; `outer` is what stands around it, from the outside in.
fn collect<'a>(node: &'a Node, outer: &mut Vec<Enclosing<'a>>, found: &mut Vec<SelectorUse<'a>>) {
    let enclosing = match node {
        Node::Selector(selector) => {
            let enclosing = outer.iter().rev().copied().collect();
            found.push(SelectorUse { selector, enclosing });
            return;
        }
        Node::Number(_) | Node::Text(_) => return,
        Node::Call(call) => Enclosing::Call(call.function),
        Node::Aggregate(aggregate) => Enclosing::Aggregation(&aggregate.operator),
        Node::Subquery(Subquery { range, offset, .. }) => {
            Enclosing::Subquery { range: *range, offset: *offset }
        }
        Node::Negative(_) | Node::Binary(_) => Enclosing::Operator,
    };
    outer.push(enclosing);
    for child in node.children().into_iter().filter(|child| !is_info_selector(node, child)) {
        collect(child, outer, found);
    }
    outer.pop();
}

/// The second argument of `info` chooses labels of info metrics; what it selects by default has no
/// name of its own.
fn is_info_selector(parent: &Node, child: &Node) -> bool {
    let (Node::Call(call), Node::Selector(selector)) = (parent, child) else { return false };
    call.function.name() == "info"
        && call.arguments.get(1).is_some_and(|second| std::ptr::eq(second, child))
        && selector.metric().is_none()
        && selector.matchers_of(NAME).next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes each use as `selector[window] function lookback`, in seconds.
    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let expr = Expr::parse(text).unwrap();
        let found: Vec<String> = expr
            .selectors()
            .iter()
            .map(|used| {
                let window = used
                    .window()
                    .map(|window| format!("[{}]", window.as_secs()))
                    .unwrap_or_default();
                let function = used.range_function().map_or("-", Function::name);
                format!("{}{window} {function} {}", used.selector(), used.lookback().as_secs())
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn uses() {
        case("up", &["up - 0"]);
        case("sum(rate(a{b=\"c\"}[5m]))", &["a{b=\"c\"}[300] rate 300"]);
        case("(rate((a[5m])))", &["a[300] rate 300"]);
        case("rate(a[1h] offset 1d)", &["a[3600] rate 90000"]);
        case("rate(a[1h] offset -30m)", &["a[3600] rate 1800"]);
        case("a offset -1h", &["a - 0"]);
        case("max_over_time(a[1h:5m])", &["a[3600] max_over_time 3600"]);
        case("a[1h:5m]", &["a[3600] - 3600"]);
        case("max_over_time(rate(a[5m])[1h:5m] offset 1d)", &["a[300] rate 90300"]);
        case("max_over_time(sum(a)[1h:])", &["a - 3600"]);
        case("max_over_time(min_over_time(a[1h:])[1d:])", &["a[3600] min_over_time 90000"]);
        case("a / on (x) b offset 5m", &["a - 0", "b - 300"]);
        case("quantile_over_time(scalar(q), a[5m])", &["q - 0", "a[300] quantile_over_time 300"]);
        case("topk(scalar(k), a)", &["k - 0", "a - 0"]);
        case("a[9223372036] offset 9223372036", &["a[9223372036] - 18446744072"]);
        case("1 + time()", &[]);
    }

    #[test]
    fn longest_lookback() {
        let expr = Expr::parse("rate(a[5m]) > rate(a[1h] offset 1w)").unwrap();
        assert_eq!(expr.longest_lookback(), Duration::from_secs(3600 * (7 * 24 + 1)));
        assert_eq!(Expr::parse("1").unwrap().longest_lookback(), Duration::ZERO);
    }

    #[test]
    fn what_stands_around() {
        let expr = Expr::parse("-sum by (x) (rate(a[5m])) > 1").unwrap();
        let selectors = expr.selectors();
        let [used] = selectors.as_slice() else { panic!("one selector") };
        let [Enclosing::Call(rate), sum, Enclosing::Operator, Enclosing::Operator] =
            used.enclosing()
        else {
            panic!("{:?}", used.enclosing());
        };
        assert_eq!(rate.name(), "rate");
        assert_eq!(*sum, Enclosing::Aggregation("sum"));
        assert!(used.is_inside("rate"));
        assert!(!used.is_inside("sum"));
    }

    #[track_caller]
    fn metric(text: &str, metric: Option<&str>, shown: &str) {
        let expr = Expr::parse(text).unwrap();
        let uses = expr.selectors();
        assert_eq!(uses[0].selector().metric(), metric, "{text}");
        assert_eq!(uses[0].selector().to_string(), shown, "{text}");
    }

    #[test]
    fn metric_names() {
        metric("a", Some("a"), "a");
        metric("job:a:rate5m{x='y'}[5m]", Some("job:a:rate5m"), "job:a:rate5m{x=\"y\"}");
        metric("{__name__=\"a\"}", Some("a"), "a");
        metric("{\"a\",x!=\"y\"}", Some("a"), "a{x!=\"y\"}");
        metric("{'a.\"b'}", Some("a.\"b"), "{\"a.\\\"b\"}");
        metric("{__name__=~`a\\d`}", None, "{__name__=~\"a\\\\d\"}");
        metric("{x=\"y\"}", None, "{x=\"y\"}");
        metric("info(a, {x=\"y\"})", Some("a"), "a");
    }

    #[test]
    fn metrics_that_may_be_selected() {
        let selects = |text: &str, metric: &str| {
            Expr::parse(text).unwrap().selectors()[0].selector().may_select(metric)
        };
        assert!(selects("a", "a"));
        assert!(!selects("a", "ab"));
        assert!(selects("{__name__=~\"a.*\"}", "ab"));
        assert!(!selects("{__name__=~\"a.*\"}", "ba"));
        assert!(!selects("{__name__=~\"a.*\",__name__!=\"ab\"}", "ab"));
        assert!(selects("{x=\"y\"}", "a"));
    }

    #[test]
    fn info_metrics_are_not_read_by_name() {
        let expr = Expr::parse("info(a, {x=\"y\"})").unwrap();
        assert_eq!(expr.metrics(), ["a"]);
        assert_eq!(expr.selectors().len(), 1);
    }
}

//! Matchers that select nothing, because the metric never has their label.

use super::algebra;
use super::labels::Presence;
use super::tree::Node;
use super::{Expr, Labels, Matcher, Selector};

/// A matcher that needs a label which no series of the metric has, such as `container!=""` on a
/// plain Docker host: its selector selects nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeadMatcher<'a> {
    /// The selector.
    pub selector: &'a Selector,
    /// The matcher that makes it select nothing.
    pub matcher: &'a Matcher,
}

impl Expr {
    /// Every matcher that needs a label which no series of its metric has, in the order of the
    /// text.
    ///
    /// `metric` is what [`Expr::labels`] needs.
    pub fn dead_matchers(&self, metric: &dyn Fn(&str) -> Labels) -> Vec<DeadMatcher<'_>> {
        let mut found = Vec::new();
        self.root().walk(&mut |node| {
            let Node::Selector(selector) = node else { return };
            let labels = algebra::known(selector, metric);
            found.extend(
                selector
                    .matchers()
                    .iter()
                    .filter(|matcher| matcher.label() != super::selector::NAME)
                    .filter(|matcher| matcher.needs_label())
                    .filter(|matcher| labels.presence(matcher.label()) == Presence::Never)
                    .map(|matcher| DeadMatcher { selector, matcher }),
            );
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let expr = Expr::parse(text).unwrap();
        let knowledge = |metric: &str| match metric {
            "a" => Labels::exactly(["job", "instance"]).with("name", Presence::Sometimes),
            _ => Labels::unknown(),
        };
        let found: Vec<String> =
            expr.dead_matchers(&knowledge).iter().map(|dead| dead.matcher.to_string()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dead_matchers() {
        case(r#"rate(a{container!=""}[5m])"#, &[r#"container!="""#]);
        case(r#"a{container="x",pod=~".+"}"#, &[r#"container="x""#, r#"pod=~".+""#]);
        case(r#"{__name__="a",container="x"}"#, &[r#"container="x""#]);
        case(r#"a{container=""}"#, &[]);
        case(r#"a{container!="x"}"#, &[]);
        case(r#"a{container=~"x|"}"#, &[]);
        case(r#"a{name="x",job="y"}"#, &[]);
        case(r#"b{container!=""}"#, &[]);
        case(r#"{__name__=~"a",container="x"}"#, &[]);
    }
}

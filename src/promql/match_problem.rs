//! Binary operators whose two sides can never match.

use super::algebra;
use super::labels::{Label, Presence};
use super::operator::{Operator, SetOperator};
use super::tree::{Binary, Node};
use super::{Expr, Labels, Side};

/// Why no element of one side can match one of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// Every element of one side carries the label, none of the other does.
    OnlyOn(Side),
    /// Both sides fix its value, to different ones.
    Values {
        /// The value on the left side.
        left: String,
        /// The value on the right side.
        right: String,
    },
}

/// A binary operator whose two sides can never match, because of one label that they have to agree
/// on.
///
/// The result is always empty; for `unless`, it is always the whole left side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchProblem {
    /// The operator, as it is written.
    pub operator: String,
    /// The label on which the sides cannot agree.
    pub label: String,
    /// Why they cannot.
    pub mismatch: Mismatch,
}

impl Expr {
    /// Every binary operator whose two sides can never match, in the order of the text, with the
    /// labels that are the reason in alphabetical order.
    ///
    /// `metric` is what [`Expr::labels`] needs. Only certain mismatches are reported; those of
    /// `or`, where a side without a match is the point, and of operators with `fill` are not.
    pub fn match_problems(&self, metric: &dyn Fn(&str) -> Labels) -> Vec<MatchProblem> {
        let mut found = Vec::new();
        self.root().walk(&mut |node| {
            let Node::Binary(binary) = node else { return };
            if binary.fill
                || binary.left.is_scalar()
                || binary.right.is_scalar()
                || binary.operator == Operator::Set(SetOperator::Or)
            {
                return;
            }
            let left = algebra::of(&binary.left, metric);
            let right = algebra::of(&binary.right, metric);
            found.extend(mismatches(binary, &left, &right));
        });
        found
    }
}

fn mismatches(binary: &Binary, left: &Labels, right: &Labels) -> Vec<MatchProblem> {
    // A label that neither side names is `Never` or `Unknown` on both, which is no mismatch.
    let mut names: Vec<&str> =
        left.names().chain(right.names()).filter(|name| binary.matching.compares(name)).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter_map(|name| {
            Some(MatchProblem {
                operator: binary.operator.to_string(),
                label: name.to_owned(),
                mismatch: mismatch(name, &left.label(name), &right.label(name))?,
            })
        })
        .collect()
}

fn mismatch(name: &str, left: &Label, right: &Label) -> Option<Mismatch> {
    match (left.presence, right.presence) {
        (Presence::Always, Presence::Never) => Some(Mismatch::OnlyOn(Side::Left)),
        (Presence::Never, Presence::Always) => Some(Mismatch::OnlyOn(Side::Right)),
        // Prometheus may write these two labels differently from the matcher: `1` is scraped as
        // `1.0`.
        _ if matches!(name, "le" | "quantile") => None,
        // One side that always has its value is enough: the other has another value, or none.
        (Presence::Always, _) | (_, Presence::Always) => {
            let (left, right) = (left.value.clone()?, right.value.clone()?);
            (left != right).then_some(Mismatch::Values { left, right })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knowledge(metric: &str) -> Labels {
        match metric {
            "a" | "b" => Labels::exactly(["job", "instance"]),
            "by_mode" => Labels::exactly(["job", "instance", "mode"]),
            "by_mode_perhaps" => {
                Labels::exactly(["job", "instance"]).with("mode", Presence::Sometimes)
            }
            _ => Labels::unknown(),
        }
    }

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let expr = Expr::parse(text).unwrap();
        let found: Vec<String> = expr
            .match_problems(&knowledge)
            .iter()
            .map(|MatchProblem { operator, label, mismatch }| match mismatch {
                Mismatch::OnlyOn(Side::Left) => format!("{operator}: {label} on the left"),
                Mismatch::OnlyOn(Side::Right) => format!("{operator}: {label} on the right"),
                Mismatch::Values { left, right } => format!("{operator}: {label} {left} {right}"),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn never_match() {
        case(
            "sum by (instance) (a) / sum by (job) (b) > 0.9",
            &["/: instance on the left", "/: job on the right"],
        );
        case("by_mode / a", &["/: mode on the left"]);
        case("a / sum(b)", &["/: instance on the left", "/: job on the left"]);
        case("a > on (mode) by_mode", &[">: mode on the right"]);
        case("a * ignoring (job) group_left () by_mode", &["*: mode on the right"]);
        case("by_mode and a", &["and: mode on the left"]);
        case("a unless by_mode", &["unless: mode on the right"]);
        case("1 - (sum(a) / a)", &["/: instance on the right", "/: job on the right"]);
        case("other{mode=\"x\"} + a", &["+: mode on the left"]);
        case("other{x=\"1\"} / other{x=\"2\"}", &["/: x 1 2"]);
        case("sum by (x) (rate(other{x=\"1\"}[5m])) / sum by (x) (other{x=\"2\"})", &["/: x 1 2"]);
        case(
            "other{x=\"1\"} and on (x) label_replace(a, \"x\", \"2\", \"\", \"\")",
            &["and: x 1 2"],
        );
    }

    #[test]
    fn may_match() {
        for text in [
            "a / b",
            "a / other",
            "other / another",
            "by_mode / ignoring (mode) a",
            "by_mode / on (job, instance) group_left () a",
            "by_mode_perhaps / a",
            "sum by (instance) (a) / sum by (instance) (b)",
            "sum(a) / sum(b)",
            "a or sum(b)",
            "a / scalar(sum(b))",
            "by_mode + fill (0) a",
            "other{x=\"1\"} / on (job) other{x=\"2\"}",
            "other{x=\"1\"} / other{x=\"1\"}",
            "other{x=~\"1|2\"} / other{x=\"2\"}",
            "other{le=\"1\"} / other{le=\"1.0\"}",
        ] {
            case(text, &[]);
        }
    }
}

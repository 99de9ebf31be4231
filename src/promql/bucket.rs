//! Histogram buckets that an expression picks by their bound.

use super::{Expr, MatchOp, Matcher, Selector};

/// A selector that picks buckets by `le`, the upper bound.
#[derive(Clone, Debug, PartialEq)]
pub struct BucketUse<'a> {
    selector: &'a Selector,
    matchers: Vec<&'a Matcher>,
}

impl<'a> BucketUse<'a> {
    /// The selector.
    pub fn selector(&self) -> &'a Selector {
        self.selector
    }

    /// Its conditions on `le`; at least one.
    pub fn matchers(&self) -> &[&'a Matcher] {
        &self.matchers
    }

    /// Whether the bucket with this upper bound is selected, as Prometheus 3 writes the bound; see
    /// [`le_text`].
    ///
    /// If this holds for none of the bounds that a histogram is known to have, the selector selects
    /// nothing.
    pub fn selects(&self, bound: f64) -> bool {
        let text = le_text(bound);
        self.matchers.iter().all(|matcher| matcher.matches(&text))
    }

    /// The bound, if it is given by `le="number"`.
    ///
    /// If a histogram has this bound but [`BucketUse::selects`] denies it, it is written as
    /// Prometheus 2 did: `le="1"` where Prometheus 3 stores `1.0`. `le=~"1(\\.0)?"` suits both.
    pub fn literal_bound(&self) -> Option<f64> {
        let equal = self.matchers.iter().find(|matcher| matcher.op() == MatchOp::Equal)?;
        equal.value().parse().ok()
    }
}

impl Expr {
    /// Every selector that picks buckets by `le`, in the order of the text.
    pub fn buckets(&self) -> Vec<BucketUse<'_>> {
        self.selectors()
            .iter()
            .map(|used| BucketUse {
                selector: used.selector(),
                matchers: used.selector().matchers_of("le").collect(),
            })
            .filter(|bucket| !bucket.matchers.is_empty())
            .collect()
    }
}

/// How Prometheus 3 writes the bound of a bucket in `le`: the shortest digits that give the number
/// back, always with a point or an exponent; an exponent below 0.0001 and from 1e+06.
pub fn le_text(bound: f64) -> String {
    if bound.is_nan() {
        return "NaN".to_owned();
    }
    if bound.is_infinite() {
        return if bound > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{bound:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if bound != 0.0 && !(-4..6).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.abs());
    }
    let plain = format!("{bound}");
    if plain.contains('.') { plain } else { format!("{plain}.0") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_texts() {
        for (bound, expected) in [
            (0.0, "0.0"),
            (1.0, "1.0"),
            (-1.0, "-1.0"),
            (0.5, "0.5"),
            (0.005, "0.005"),
            (2.5, "2.5"),
            (10.0, "10.0"),
            (100_000.0, "100000.0"),
            (999_999.0, "999999.0"),
            (1_000_000.0, "1e+06"),
            (1_048_576.0, "1.048576e+06"),
            (0.0001, "0.0001"),
            (0.00005, "5e-05"),
            (1e100, "1e+100"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(le_text(bound), expected);
        }
    }

    /// `selected` are those of the bounds 0.1, 0.5, 1 and 5 that are selected.
    #[track_caller]
    fn case(text: &str, literal: Option<f64>, selected: &[f64]) {
        let expr = Expr::parse(text).unwrap();
        let buckets = expr.buckets();
        let [bucket] = buckets.as_slice() else { panic!("{text}: {buckets:?}") };
        assert_eq!(bucket.literal_bound(), literal, "{text}");
        let found: Vec<f64> =
            [0.1, 0.5, 1.0, 5.0].into_iter().filter(|bound| bucket.selects(*bound)).collect();
        assert_eq!(found, selected, "{text}");
    }

    #[test]
    fn buckets() {
        case(r#"rate(h_bucket{le="0.5"}[5m])"#, Some(0.5), &[0.5]);
        case(r#"h_bucket{le="0.3"}"#, Some(0.3), &[]);
        case(r#"h_bucket{le="1.0"}"#, Some(1.0), &[1.0]);
        case(r#"h_bucket{le="1"}"#, Some(1.0), &[]);
        case(r#"h_bucket{le=~"1(\\.0)?"}"#, None, &[1.0]);
        case(r#"h_bucket{le=~"0.5|5.0"}"#, None, &[0.5, 5.0]);
        case(r#"h_bucket{le!="+Inf",le!="0.1"}"#, None, &[0.5, 1.0, 5.0]);
        case(r#"h_bucket{le="+Inf"} + h_count"#, Some(f64::INFINITY), &[]);
    }

    #[test]
    fn selectors_without_le_pick_no_bucket() {
        assert_eq!(Expr::parse("sum by (le) (h_bucket)").unwrap().buckets(), []);
    }
}

use super::newtype::newtype;
use super::{Invalid, Scalar};

/// What PromQL reads as a word of its own, in capitals as well: operators, aggregations, modifiers
/// and numbers. Expressions name metrics bare, where such a word would be taken for itself.
const WORDS: [&str; 36] = [
    "and",
    "or",
    "unless",
    "atan2",
    "sum",
    "avg",
    "count",
    "min",
    "max",
    "group",
    "stddev",
    "stdvar",
    "topk",
    "bottomk",
    "count_values",
    "quantile",
    "limitk",
    "limit_ratio",
    "offset",
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
    "bool",
    "smoothed",
    "anchored",
    "fill",
    "fill_left",
    "fill_right",
    "start",
    "end",
    "step",
    "inf",
    "nan",
];

newtype! {
    /// A metric's name, as an expression can name it bare: letters, digits, `_` and `:`.
    pub struct MetricName;
}

impl Scalar for MetricName {
    const WHAT: &'static str = "a metric name";
    const EXAMPLE: &'static str = "http_requests_total";
    const RULE: &'static str = "Letters, digits, `_` and `:`; starts with no digit. At most 256 characters. Not a reserved word of PromQL, such as `sum`.";
    const PATTERN: Option<&'static str> = Some("^[A-Za-z_:][A-Za-z0-9_:]*$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b':';
        let digit_first = text.bytes().next().is_none_or(|b| b.is_ascii_digit());
        if digit_first || !text.bytes().all(word) {
            return Err(Invalid::new(
                "has letters, digits, `_` and `:` only, and does not start with a digit",
            ));
        }
        if text.len() > 256 {
            return Err(Invalid::new("has at most 256 characters"));
        }
        if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Err(Invalid::new(format!("is not a reserved word of PromQL; `{text}` is one"))
                .help("the name as /metrics shows it, for example \"http_requests_total\""));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn metric_names() {
        example::<MetricName>();
        good::<MetricName>("job:requests:rate5m", "job:requests:rate5m");
        bad::<MetricName>("", "letters");
        bad::<MetricName>("http.requests", "letters");
        bad::<MetricName>("5xx", "letters");
        good::<MetricName>("::1", "::1");
        good::<MetricName>("sum_total", "sum_total");
        bad::<MetricName>("Inf", "reserved word of PromQL");
        bad::<MetricName>("BOOL", "reserved word of PromQL");
    }
}

use super::{Invalid, Scalar};
use std::fmt;

/// A metric's name: letters, digits, `_` and `:`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetricName(String);

impl MetricName {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Scalar for MetricName {
    const WHAT: &'static str = "a metric name";
    const EXAMPLE: &'static str = "http_requests_total";
    const RULE: &'static str =
        "Letters, digits, `_` and `:`; starts with no digit. At most 256 characters.";
    const PATTERN: Option<&'static str> = Some("^[A-Za-z_:][A-Za-z0-9_:]*$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b':';
        let digit_first = text.bytes().next().is_none_or(|b| b.is_ascii_digit());
        if digit_first || !text.bytes().all(word) {
            return Err(Invalid::new(
                "has letters, digits, `_` and `:` only, and starts with no digit",
            ));
        }
        if text.len() > 256 {
            return Err(Invalid::new("has at most 256 characters"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for MetricName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
    }
}

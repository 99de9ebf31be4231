//! What a function does with the type and the labels of its input.

use std::fmt;

/// A PromQL function, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Function(&'static str);

/// The type of metric that a function over a range makes sense of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A value that only grows, and starts again at zero: `rate`, `increase`, `irate`, `resets`.
    Counter,
    /// A value that goes up and down: `delta`, `idelta`, `deriv`, `predict_linear`,
    /// `double_exponential_smoothing`.
    Gauge,
    /// Any value.
    Either,
}

impl Function {
    pub(super) fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// Its name, such as `rate`.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// The type of metric it needs, as the documentation of the function says.
    pub fn wants(self) -> Wants {
        match self.0 {
            "rate" | "irate" | "increase" | "resets" => Wants::Counter,
            "delta" | "idelta" | "deriv" | "predict_linear" | "double_exponential_smoothing" => {
                Wants::Gauge
            }
            _ => Wants::Either,
        }
    }

    /// Whether the result is computed from differences between samples, so that it is empty when
    /// the range holds fewer than two of them.
    pub fn needs_two_samples(self) -> bool {
        matches!(
            self.0,
            "rate"
                | "irate"
                | "increase"
                | "delta"
                | "idelta"
                | "deriv"
                | "predict_linear"
                | "double_exponential_smoothing"
        )
    }

    /// Whether the result's elements keep the metric's name.
    pub(super) fn keeps_name(self) -> bool {
        matches!(
            self.0,
            "sort"
                | "sort_desc"
                | "sort_by_label"
                | "sort_by_label_desc"
                | "label_replace"
                | "label_join"
                | "last_over_time"
                | "first_over_time"
                | "info"
        )
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

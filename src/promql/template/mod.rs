//! The Go templates in the labels and annotations of alerting rules.
//!
//! They are not PromQL, but what they print is the result of an expression, and the questions about
//! them are answered by [`Expr::labels`](super::Expr::labels).

mod fault;
mod lexer;
mod reader;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use fault::{TemplateFault, TemplateProblem};

/// What a template of an alerting rule uses, and what is wrong with it.
///
/// ```
/// use stackgen::promql::Template;
///
/// let template = Template::read("{{ $labels.instance }} is at {{ $value | humanize }}");
/// assert!(template.labels().contains("instance"));
/// assert!(template.uses_value());
/// assert_eq!(template.problems(), []);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    labels: BTreeSet<String>,
    uses_value: bool,
    problems: Vec<TemplateProblem>,
}

impl Template {
    /// Reads a template. It never fails: what is wrong is in [`Template::problems`].
    pub fn read(text: &str) -> Self {
        reader::read(text)
    }

    /// The labels of the alert that it prints or tests: `instance` for `$labels.instance`,
    /// `.Labels.instance` and `index $labels "instance"`.
    ///
    /// The labels of other series, found by a `query` in the template, are not among them.
    pub fn labels(&self) -> &BTreeSet<String> {
        &self.labels
    }

    /// Whether it uses the value of the expression: `$value` or `.Value`.
    pub fn uses_value(&self) -> bool {
        self.uses_value
    }

    /// What is wrong with it, in the order of the text. Prometheus refuses a rule with such a
    /// template when it loads the file, or prints the error in place of the text.
    pub fn problems(&self) -> &[TemplateProblem] {
        &self.problems
    }
}

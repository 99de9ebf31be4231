//! Which series an expression reads.

use std::fmt;
use std::time::Duration;

use super::Matcher;
use super::quote::quoted;

/// The label that holds a metric's name.
pub(super) const NAME: &str = "__name__";

/// How far `offset` moves a selector or a subquery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offset {
    /// It reads at the time of evaluation.
    #[default]
    None,
    /// It reads the past: `offset 5m`.
    Back(Duration),
    /// It reads ahead: `offset -5m`.
    Ahead(Duration),
}

/// A vector selector: `name{label="value"}`, with or without a range.
///
/// `Display` writes it as PromQL does, without range and offset.
#[derive(Clone, Debug, PartialEq)]
pub struct Selector {
    pub(super) metric: Option<String>,
    pub(super) matchers: Vec<Matcher>,
    pub(super) range: Option<Duration>,
    pub(super) offset: Offset,
}

impl Selector {
    /// The metric's name, from `name{..}`, `{"name"}` or `{__name__="name"}`; `None` if the name is
    /// matched by a pattern or not at all.
    pub fn metric(&self) -> Option<&str> {
        self.metric.as_deref()
    }

    /// The conditions other than the one that [`Selector::metric`] is; one on `__name__` if the
    /// name is a pattern.
    pub fn matchers(&self) -> &[Matcher] {
        &self.matchers
    }

    /// The range of `name[5m]`; `None` for an instant selector.
    pub fn range(&self) -> Option<Duration> {
        self.range
    }

    /// The selector's own offset, without those of subqueries around it.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// Whether it can select a series of this metric, by name.
    pub fn may_select(&self, metric: &str) -> bool {
        self.metric().is_none_or(|name| name == metric)
            && self.matchers_of(NAME).all(|matcher| matcher.matches(metric))
    }

    /// The conditions on one label.
    pub fn matchers_of(&self, label: &str) -> impl Iterator<Item = &Matcher> {
        self.matchers.iter().filter(move |matcher| matcher.label() == label)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.metric().unwrap_or_default();
        let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':'))
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'));
        let quoted = (self.metric.is_some() && !plain).then(|| quoted(name));
        if plain {
            f.write_str(name)?;
        }
        let parts: Vec<String> =
            quoted.into_iter().chain(self.matchers.iter().map(Matcher::to_string)).collect();
        if parts.is_empty() { Ok(()) } else { write!(f, "{{{}}}", parts.join(",")) }
    }
}

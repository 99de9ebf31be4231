use super::destination::{self, Destination};
use super::expression::{self, Expression};
use super::metrics::Metrics;
use super::place;
use crate::diag::{SourceId, Sources, Span};
use crate::stack::{Alert, Dashboard, Stack};

/// What every check sees.
pub(super) struct View<'a> {
    /// The stack.
    pub(super) stack: &'a Stack,
    /// Every expression.
    pub(super) expressions: Vec<Expression<'a>>,
    /// What expressions can read.
    pub(super) metrics: Metrics<'a>,
    sources: &'a Sources,
}

impl<'a> View<'a> {
    pub(super) fn new(stack: &'a Stack, sources: &'a Sources) -> Self {
        Self { stack, expressions: expression::all(stack), metrics: Metrics::new(stack), sources }
    }

    /// Every alert, each with whether it is the user's own.
    pub(super) fn alerts(&self) -> impl Iterator<Item = (&'a Alert, bool)> {
        let parts = &self.stack.parts;
        parts.iter().flat_map(|part| part.alerts.iter().map(|alert| (alert, part.own)))
    }

    /// The dashboards of the user's own.
    pub(super) fn own_dashboards(&self) -> impl Iterator<Item = &'a Dashboard> {
        let own = self.stack.parts.iter().filter(|part| part.own);
        own.flat_map(|part| &part.dashboards)
    }

    /// What the stack connects to.
    pub(super) fn destinations(&self) -> Vec<Destination<'a>> {
        destination::all(self.stack)
    }

    /// Whether a place is in the user's spec.
    pub(super) fn in_spec(&self, span: Span) -> bool {
        span.source == self.stack.source
    }

    /// The place of a word in a value.
    pub(super) fn word(&self, span: Span, word: &str) -> Span {
        place::of_word(self.sources, span, word)
    }

    /// The first line of a value that has something on it.
    pub(super) fn line(&self, span: Span) -> Span {
        place::first_line(self.sources, span)
    }

    /// The place of a quoted text in a file.
    pub(super) fn in_file(&self, file: SourceId, text: &str) -> Option<Span> {
        place::in_file(self.sources, file, text)
    }
}

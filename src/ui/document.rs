use crate::report::{Diagnosed, Failure, Outcome, Report};
use serde_json::Value as Json;

/// What a run has said so far that machines will read.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) errors: Vec<Failure>,
    pub(super) diagnostics: Diagnosed,
    pub(super) result: Option<Json>,
    /// Whether there were documents before this one, so that each is a line.
    pub(super) lines: bool,
}

impl Document {
    /// The document as text. What it was made of is gone then.
    pub(super) fn text(&mut self, verb: Option<&str>, outcome: Outcome) -> String {
        let lines = self.lines;
        let Self { errors, diagnostics, result, .. } = std::mem::take(self);
        let report = Report::new(verb, outcome, errors, diagnostics, result);
        let text = if lines {
            serde_json::to_string(&report)
        } else {
            serde_json::to_string_pretty(&report)
        };
        text.unwrap_or_default() + "\n"
    }
}

//! What could not be known, gathered over all files and said once.

use super::codes::COMPOSE_UNKNOWN;
use crate::diag::{Diagnostic, Diagnostics, Span};
use std::collections::BTreeMap;

/// How many names one message lists.
const MOST_NAMES: usize = 12;

/// Names without a value, and where each was first needed.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    /// Variables without a value and without a default.
    pub(super) unset: BTreeMap<String, Span>,
    /// Variables that Compose insists on.
    pub(super) required: BTreeMap<String, Span>,
    /// Files of variables that are not there, as they are named.
    pub(super) env_files: BTreeMap<String, Span>,
    /// Texts with a dollar that Compose does not understand.
    pub(super) bad: Vec<Span>,
}

impl Unknown {
    /// Says all of it, a message for each kind.
    pub(super) fn report(mut self, has_dotenv: bool, diagnostics: &mut Diagnostics) {
        self.unset.retain(|name, _| !self.required.contains_key(name));
        let dotenv = if has_dotenv { "`.env`" } else { "a file `.env` beside the Compose file" };
        let set = format!("if that matters here, set a value in the environment or in {dotenv}");
        if let Some(problem) = listed("has no value", "have no value", "variable", &self.unset) {
            diagnostics.push(problem.note("what depends on it stays unknown").help(set));
        }
        let needs = "is required and has no value";
        let need = "are required and have no value";
        if let Some(problem) = listed(needs, need, "variable", &self.required) {
            let note = "without a value, Compose does not start the application";
            diagnostics.push(problem.note(note).help(format!("set a value in {dotenv}")));
        }
        if let Some(problem) = listed("is not there", "are not there", "env file", &self.env_files)
        {
            diagnostics.push(problem.note("the variables in it stay unknown"));
        }
        if let Some(first) = self.bad.first() {
            let message = "Compose does not understand a `$` here, and refuses the file";
            let problem = Diagnostic::warning(COMPOSE_UNKNOWN, message);
            let others = self.bad.iter().skip(1).map(|span| (*span, "here too"));
            let problem = others.fold(problem.at(*first, ""), |it, (span, text)| it.at(span, text));
            diagnostics.push(problem.help("write `$$` for a dollar"));
        }
    }
}

fn listed(is: &str, are: &str, what: &str, names: &BTreeMap<String, Span>) -> Option<Diagnostic> {
    let mut by_place: Vec<(&String, &Span)> = names.iter().collect();
    by_place.sort_by_key(|(_, span)| **span);
    let (first, span) = by_place.first()?;
    let message = if by_place.len() == 1 {
        format!("the {what} `{first}` {is}")
    } else {
        let quoted: Vec<_> =
            by_place.iter().take(MOST_NAMES).map(|(name, _)| format!("`{name}`")).collect();
        let more = by_place.len().saturating_sub(MOST_NAMES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{} {what}s {are}: {}{more}", by_place.len(), quoted.join(", "))
    };
    Some(Diagnostic::warning(COMPOSE_UNKNOWN, message).at(**span, ""))
}

use crate::diag::{Diagnostic, Diagnostics, Span, closest};
use crate::stack::codes;
use crate::template::{Context, Engine, TemplateError};
use serde_json::Value as Json;

/// Whoever builds from templates, and reports those that cannot be rendered.
pub(super) trait Evaluate {
    /// What renders, and where reports go.
    fn tools(&mut self) -> (&Engine, &mut Diagnostics);

    /// The value of a template, or a report of what is wrong with it.
    fn render(&mut self, source: &str, span: Span, context: &Context) -> Option<String> {
        let (engine, diagnostics) = self.tools();
        reported(engine.text(source, context), span, diagnostics)
    }

    /// Whether a condition holds. One that is not there does.
    fn holds(&mut self, when: Option<(&str, Span)>, context: &Context) -> Option<bool> {
        let Some((source, span)) = when else { return Some(true) };
        let (engine, diagnostics) = self.tools();
        reported(engine.truth(source, context), span, diagnostics)
    }

    /// The number of an expression.
    fn number(&mut self, source: &str, span: Span, context: &Context) -> Option<f64> {
        let (engine, diagnostics) = self.tools();
        reported(engine.number(source, context), span, diagnostics)
    }

    /// What an expression comes to.
    fn value(&mut self, source: &str, span: Span, context: &Context) -> Option<Json> {
        let (engine, diagnostics) = self.tools();
        reported(engine.value(source, context), span, diagnostics)
    }

    /// The items of an expression's list.
    fn items(&mut self, source: &str, span: Span, context: &Context) -> Vec<Json> {
        let (engine, diagnostics) = self.tools();
        reported(engine.items(source, context), span, diagnostics).unwrap_or_default()
    }

    /// Takes what is made of a template from what the templates may come to, or reports that it is too
    /// much.
    fn charge(&mut self, length: usize, span: Span) -> Option<()> {
        let (engine, diagnostics) = self.tools();
        let report = |error| {
            let message = format!("this is too much: {error}");
            diagnostics.push(Diagnostic::error(codes::BAD_TEMPLATE, message).at(span, ""));
        };
        engine.charge(length).map_err(report).ok()
    }

    /// The same for the labels that each of some targets has a copy of.
    fn charge_labels(
        &mut self,
        labels: &[(String, String)],
        targets: usize,
        span: Span,
    ) -> Option<()> {
        let length = labels.iter().map(|(name, value)| name.len() + value.len()).sum();
        (0..targets).try_for_each(|_| self.charge(length, span))
    }

    /// Reports a name that refers to nothing.
    fn unknown<'n>(
        &mut self,
        what: &str,
        name: &str,
        span: Span,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        /// Longer lists are not read.
        const LISTED: usize = 100;

        let (_, diagnostics) = self.tools();
        let problem =
            Diagnostic::error(codes::UNKNOWN_REFERENCE, format!("there is no {what} `{name}`"))
                .at(span, "");
        if diagnostics.are_too_many() {
            return diagnostics.push(problem);
        }
        let known: Vec<_> = known.into_iter().collect();
        let problem = match closest(name, known.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None if known.is_empty() => problem,
            None if known.len() > LISTED => {
                problem.help(format!("there are {}, …", known[..LISTED].join(", ")))
            }
            None => problem.help(format!("there are {}", known.join(", "))),
        };
        diagnostics.push(problem);
    }
}

fn reported<T>(
    result: Result<T, TemplateError>,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let report = |error| {
        let message = format!("this template cannot be rendered: {error}");
        diagnostics.push(Diagnostic::error(codes::BAD_TEMPLATE, message).at(span, ""));
    };
    result.map_err(report).ok()
}

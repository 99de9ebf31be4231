//! Recording rules that promise other labels than they give.

use super::Check;
use super::expression::Site;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::Presence;

const CODE: Code = Code::new("wrong-series-labels");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "`series_labels` of a recording rule differ from the labels of its series",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let knowledge = |metric: &str| view.metrics.labels(metric);
    for expression in &view.expressions {
        let (Site::Recording(recording), Some(expr)) = (expression.site, expression.expr()) else {
            continue;
        };
        let set = |label: &str| recording.labels.iter().any(|(name, _)| name == label);
        let labels = expr.labels(&knowledge);
        let absent: Vec<_> = recording
            .series_labels
            .iter()
            .filter(|label| labels.presence(label) == Presence::Never && !set(label))
            .collect();
        let missing: Vec<_> = labels
            .carried()
            .chain(recording.labels.iter().map(|(name, _)| name.as_str()))
            .filter(|label| !recording.series_labels.iter().any(|known| known == label))
            .collect();
        let mut facts = Vec::new();
        if !absent.is_empty() {
            facts.push(format!("its series never have {}", list::quoted(absent)));
        }
        if !missing.is_empty() {
            facts.push(format!("its series also have {}", list::quoted(missing)));
        }
        if facts.is_empty() {
            continue;
        }
        let message =
            format!("`series_labels` of {} are not those of its series", expression.name());
        let problem = Diagnostic::warning(CODE, message)
            .at(view.line(expression.span), facts.join("; "))
            .note("other checks rely on it, and would miss labels that are gone")
            .help("list the labels of the expression's result, and those of `labels`");
        found.push(expression.blame(problem));
    }
}

//! Metrics that nothing provides.

use super::Check;
use super::expression::Expression;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::promql::Expr;
use std::collections::BTreeSet;

const CODE: Code = Code::new("unknown-metric");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "an expression reads a metric that no job of the stack provides",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for expression in &view.expressions {
        found.extend(problems(view, expression));
    }
    let dashboards = view.stack.parts.iter().flat_map(|part| &part.dashboards);
    let overview = view.stack.overview.as_ref().map(|overview| &overview.own);
    for dashboard in dashboards.chain(overview) {
        let name = &dashboard.variables_from;
        if !view.metrics.has(name) {
            let message = format!(
                "the dashboard \"{}\" takes its variables from `{name}`, which no job of the stack provides",
                dashboard.title
            );
            found.push(
                helped(view, Diagnostic::error(CODE, message), name, dashboard.variables_span)
                    .note("its lists of jobs and instances would be empty"),
            );
        }
    }
}

fn problems(view: &View<'_>, expression: &Expression<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // Each name, and whether it is asked for in its absence.
    let mut names: Vec<(&str, bool)> = Vec::new();
    for used in expression.expr().map(Expr::selectors).unwrap_or_default() {
        let in_absent = used.is_inside("absent") || used.is_inside("absent_over_time");
        match used.selector().metric() {
            Some(name) => names.push((name, in_absent)),
            None if view.metrics.has_any(used.selector()) => {}
            None => found.push(no_name(view, expression, &used.selector().to_string())),
        }
    }
    let mut seen = BTreeSet::new();
    names.retain(|(name, _)| seen.insert(*name));
    found.extend(names.into_iter().filter_map(|(name, in_absent)| {
        let problem = missing(view, expression, name)?;
        let effect = match (expression.is_alert(), in_absent) {
            (true, true) => "the metric is always absent, so the alert would always fire",
            (true, false) => "the alert could never fire",
            (false, _) => "there would never be any data",
        };
        Some(expression.blame(problem.note(effect)))
    }));
    found
}

/// What is wrong with a metric that is read by name.
fn missing(view: &View<'_>, expression: &Expression<'_>, name: &str) -> Option<Diagnostic> {
    let span = || view.word(expression.span, name);
    if !view.metrics.has(name) {
        let message =
            format!("{} reads `{name}`, which no job of the stack provides", expression.name());
        return Some(helped(view, expression.problem(CODE, message), name, span()));
    }
    let dropped = view.metrics.dropped(name)?;
    let message =
        format!("{} reads `{name}`, which the job `{}` drops", expression.name(), dropped.job.name);
    let help = format!("remove `{}` from its `drop_metrics`", dropped.pattern);
    Some(expression.problem(CODE, message).at(span(), "").help(help))
}

/// A selector whose pattern no metric's name fits.
fn no_name(view: &View<'_>, expression: &Expression<'_>, selector: &str) -> Diagnostic {
    let message = format!(
        "{} reads `{selector}`, which matches no metric that a job of the stack provides",
        expression.name()
    );
    let problem = expression.problem(CODE, message).at(view.line(expression.span), "");
    expression.blame(problem)
}

/// Adds what was likely meant.
fn helped(view: &View<'_>, problem: Diagnostic, name: &str, span: Span) -> Diagnostic {
    let problem = problem.at(span, "");
    let series: Vec<String> = ["_bucket", "_sum", "_count", "_total"]
        .iter()
        .map(|end| format!("{name}{end}"))
        .filter(|full| view.metrics.has(full))
        .collect();
    if !series.is_empty() {
        return problem.help(format!("there are {}", list::quoted(series)));
    }
    match view.metrics.closest(name) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!(
            "if a target of the stack has it, list it in its integration: [metrics] {name} = {{ type = \"gauge\" }}"
        )),
    }
}

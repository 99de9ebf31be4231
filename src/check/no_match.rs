//! Operators whose sides never match.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::promql::{MatchProblem, Mismatch, Side};

const CODE: Code = Code::new("no-match");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "the two sides of an operator can never match, so the result is empty",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let knowledge = |metric: &str| view.metrics.labels(metric);
    for expression in &view.expressions {
        let Some(expr) = expression.expr() else { continue };
        // One label that keeps the sides apart is enough to say.
        let Some(problem) = expr.match_problems(&knowledge).into_iter().next() else { continue };
        let MatchProblem { operator, label, mismatch } = problem;
        let message = format!("the two sides of `{operator}` in {} never match", expression.name());
        let (why, help) = match mismatch {
            Mismatch::OnlyOn(side) => {
                let (with, without) = match side {
                    Side::Left => ("left", "right"),
                    Side::Right => ("right", "left"),
                };
                (
                    format!(
                        "every series on the {with} has the label `{label}`, none on the {without} has it"
                    ),
                    format!(
                        "aggregate it away (`sum by (…)` without it), or match `on (…)` the labels that both have, or `ignoring ({label})`"
                    ),
                )
            }
            Mismatch::Values { left, right } => (
                format!("`{label}` is \"{left}\" on the left and \"{right}\" on the right"),
                format!("match `ignoring ({label})`"),
            ),
        };
        let effect = match operator.as_str() {
            "unless" => "so `unless` removes nothing",
            _ => "so the result is always empty",
        };
        let problem = Diagnostic::warning(CODE, message)
            .at(view.line(expression.span), "")
            .note(format!("{why}, {effect}"))
            .help(help);
        found.push(expression.blame(problem));
    }
}

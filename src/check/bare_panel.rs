//! Panels that show numbers without saying which.

use super::Check;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

const CODE: Code = Code::new("bare-panel");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "a panel has no query, no unit or no description",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for panel in view.own_dashboards().flat_map(|dashboard| &dashboard.panels) {
        let mut lacks = Vec::new();
        if panel.queries.is_empty() {
            lacks.push("query");
        }
        if panel.unit.as_str().trim().is_empty() {
            lacks.push("unit");
        }
        if panel.description.as_str().trim().is_empty() {
            lacks.push("description");
        }
        if lacks.is_empty() {
            continue;
        }
        let message = format!("the panel \"{}\" has no {}", panel.title, list::list(lacks));
        found.push(
            Diagnostic::warning(CODE, message)
                .at(panel.span, "")
                .help("unit: Grafana's name for it (`s`, `bytes`, `percent`, `reqps`, `short`); description: what a bad value looks like, and what to do about it"),
        );
    }
}

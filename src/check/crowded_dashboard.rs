//! Dashboards that nobody reads to the end.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

const CODE: Code = Code::new("crowded-dashboard");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "a dashboard has too many panels",
    run,
};

/// As many as fit on two or three screens.
const MOST: usize = 14;

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for dashboard in view.own_dashboards().filter(|dashboard| dashboard.panels.len() > MOST) {
        let panels = dashboard.panels.len();
        let message =
            format!("the dashboard \"{}\" has {panels} panels, more than {MOST}", dashboard.title);
        found.push(
            Diagnostic::warning(CODE, message)
                .at_opt(dashboard.panels.get(MOST).map(|panel| panel.span), "one too many")
                .note("at night, the panel that matters is hard to find among them")
                .help("keep the panels that answer a question; use Grafana's Explore for the rest"),
        );
    }
}

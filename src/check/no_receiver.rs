//! Tiers that nobody hears.

use super::Check;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::Tier;

const CODE: Code = Code::new("no-receiver");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "a tier has alerts but no receiver, so they reach nobody",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let Some(alerting) = &view.stack.alerting else { return };
    // Who gets the heartbeat gets no alerts as well.
    let for_people = alerting.routes.iter().filter(|route| Tier::FOR_PEOPLE.contains(&route.tier));
    let routed = for_people.flat_map(|route| &route.receivers);
    let known = routed.map(|receiver| &receiver.name).chain(&alerting.unused).next();
    for tier in Tier::FOR_PEOPLE {
        if alerting.routes.iter().any(|route| route.tier == tier && !route.receivers.is_empty()) {
            continue;
        }
        let alerts = view.stack.parts.iter().flat_map(|part| &part.alerts);
        let names: Vec<_> =
            alerts.filter(|alert| alert.tier == tier).map(|alert| &alert.name).collect();
        if names.is_empty() {
            continue;
        }
        let example = known.map_or_else(|| "NAME".to_owned(), ToString::to_string);
        let problem =
            Diagnostic::warning(CODE, format!("no receiver gets the alerts of tier {tier}"))
                .at(alerting.span, "")
                .note(format!("its alerts: {}", list::list(&names)))
                .note("they fire, but show up only in Alertmanager, Prometheus and Grafana")
                .help(format!("[routing] {tier} = [\"{example}\"]"));
        found.push(match tier {
            Tier::P0 => problem.note("P0 is for problems that need action at any hour"),
            _ => problem,
        });
    }
}

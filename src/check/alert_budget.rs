//! More alerts than people can look after.

use super::Check;
use super::list;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::Tier;

const CODE: Code = Code::new("alert-budget");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "more alerts can reach people than the stack's alert budget allows",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let budget = &view.stack.prometheus.alert_budget;
    let count = |tier: Tier| {
        let alerts = view.stack.parts.iter().flat_map(|part| &part.alerts);
        alerts.filter(|alert| alert.tier == tier).count()
    };
    let tiers = Tier::FOR_PEOPLE.map(|tier| (tier, count(tier)));
    let total = view.stack.alerts_for_people();
    if total <= usize::try_from(budget.value).unwrap_or(usize::MAX) {
        return;
    }
    let mut parts: Vec<(usize, &str)> = view
        .stack
        .parts
        .iter()
        .map(|part| {
            let alerts = part.alerts.iter().filter(|alert| alert.tier != Tier::Heartbeat);
            (alerts.count(), part.name.as_str())
        })
        .filter(|(count, _)| *count > 0)
        .collect();
    parts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let of_tiers = list::list(tiers.iter().map(|(tier, count)| format!("{tier} {count}")));
    let of_parts = list::list(parts.iter().map(|(count, name)| format!("{name} {count}")));
    let message = format!("{total} alerts can reach people, and the budget is {budget}");
    found.push(
        Diagnostic::warning(CODE, message)
            .at(budget.span, "")
            .note(format!("by tier: {of_tiers}"))
            .note(format!("by integration: {of_parts}"))
            .note("alerts that need no action teach people to ignore alerts")
            .help("disable those that need no action: [alerts.NAME] enabled = false")
            .help(format!("or raise the budget: [prometheus] alert_budget = {total}")),
    );
}

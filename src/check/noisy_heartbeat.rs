//! Signs of life that are sent to people.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::Tier;

const CODE: Code = Code::new("noisy-heartbeat");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "the heartbeat, one message a minute, goes to a receiver that people read",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let Some(alerting) = &view.stack.alerting else { return };
    let (heartbeat, others): (Vec<_>, Vec<_>) =
        alerting.routes.iter().partition(|route| route.tier == Tier::Heartbeat);
    for receiver in heartbeat.iter().flat_map(|route| &route.receivers) {
        let shared = others.iter().find(|route| {
            route.receivers.iter().any(|other| other.name.value == receiver.name.value)
        });
        let why = match (receiver.of_type.receiver.for_programs, shared) {
            (true, None) => continue,
            (true, Some(route)) => format!("it gets {} alerts as well", route.tier),
            (false, _) => "people read it".to_owned(),
        };
        let fitting = alerting.heartbeat_type.as_ref().unwrap_or(&receiver.of_type);
        found.push(
            Diagnostic::warning(
                CODE,
                format!("`{}` would get a message every minute", receiver.name),
            )
            .at(receiver.name.span, why)
            .note(
                "a heartbeat is for a service that raises the alarm when it stops, for example healthchecks.io or Dead Man's Snitch",
            )
            .help(format!("give it a receiver of its own, of type `{}`", fitting.name)),
        );
    }
}

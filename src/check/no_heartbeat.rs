//! Whether anyone notices that alerting itself is dead.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::LoadedReceiver;
use crate::value::Tier;

const CODE: Code = Code::new("no-heartbeat");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "a heartbeat is required but has no receiver, or has a receiver but is never sent",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let Some(alerting) = &view.stack.alerting else { return };
    let route = alerting.routes.iter().find(|route| route.tier == Tier::Heartbeat);
    let receiver = route.and_then(|route| route.receivers.first());
    let mut alerts = view.stack.parts.iter().flat_map(|part| &part.alerts);
    let sent = alerts.any(|alert| alert.tier == Tier::Heartbeat);
    match receiver {
        None if alerting.heartbeat_required => found.push(
            Diagnostic::error(CODE, "a heartbeat is required, and no receiver gets one")
                .at(alerting.span, "")
                .note(
                    "if this host, Prometheus or Alertmanager stops, no alert is sent, which looks as if all were well; only a service elsewhere can notice",
                )
                .help_opt(alerting.heartbeat_type.as_deref().map(example))
                .help("[routing] heartbeat = [\"heartbeat\"]")
                .help("or, if something else watches this stack: [routing] heartbeat_required = false"),
        ),
        Some(receiver) if !sent => found.push(
            Diagnostic::error(CODE, format!("`{}` waits for a heartbeat that nothing sends", receiver.name))
                .at(receiver.name.span, "")
                .note("no alert of the stack has the tier `heartbeat`, so the service would raise the alarm at once")
                .help("enable the alert `Watchdog` again, or remove the heartbeat's route"),
        ),
        _ => {}
    }
}

/// A receiver for the heartbeat, as a spec would have it.
fn example(of_type: &LoadedReceiver) -> String {
    let keys: String = of_type
        .receiver
        .secret_files()
        .map(|(key, _)| {
            let file = key.as_str().trim_end_matches("_file").replace('_', "-");
            format!(", {key} = \"secrets/heartbeat-{file}\"")
        })
        .collect();
    format!("[receivers.heartbeat] type = \"{}\"{keys}", of_type.name)
}

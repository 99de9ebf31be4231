//! `runbooks/NAME.md`: what whoever is called does.

use super::RenderError;
use super::files::Files;
use crate::stack::{Alert, Stack};
use crate::template::Context;
use crate::value::Tier;

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    for alert in stack.parts.iter().flat_map(|part| &part.alerts) {
        let path = format!("runbooks/{}.md", alert.name);
        files.template(&path, "runbooks/alert.md", &context(alert))?;
    }
    Ok(())
}

fn context(alert: &Alert) -> Context {
    let tier = match alert.tier {
        Tier::P0 => "P0: users are affected, at any hour",
        Tier::P1 => "P1: in working hours",
        Tier::P2 => "P2: in the daily digest",
        Tier::Heartbeat => "heartbeat: for a machine, not for people",
    };
    let threshold = alert.threshold.as_ref();
    Context::default()
        .with("name", alert.name.as_str())
        .with("description", plain(annotation(alert, "description")))
        .with("tier", tier)
        .with("condition", &alert.expr)
        .with(
            "hold",
            if alert.hold.is_zero() { "at once".to_owned() } else { alert.hold.to_string() },
        )
        .with(
            "threshold",
            threshold.map(|threshold| format!("{} {}", threshold.value, threshold.unit)),
        )
        .with("why", alert.why.as_str().trim())
        .with("action", alert.action.as_str())
        .with("confirm", alert.runbook.confirm.as_str().trim())
        .with("mitigate", alert.runbook.mitigate.as_str().trim())
        .with("fix", alert.runbook.fix.as_str().trim())
}

fn annotation<'a>(alert: &'a Alert, name: &str) -> &'a str {
    let found = alert.annotations.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, text)| text)
}

/// An annotation for people who read a page, not a message: the labels by their names, the value
/// as such.
fn plain(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((inner, next)) = after.split_once("}}") else {
            rest = after;
            out.push_str("{{");
            continue;
        };
        match inner.trim().strip_prefix("$labels.") {
            Some(label) => out.extend(["*", label, "*"]),
            None => out.push_str("*value*"),
        }
        rest = next;
    }
    out.push_str(rest);
    out
}

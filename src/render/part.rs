//! The rules of each integration.

use super::files::Files;
use super::{RenderError, unit_tests};
use crate::stack::{Alert, Part, Recording, Stack};
use crate::template::{Context, Data};

/// Whether an integration contributes rules.
pub(super) fn has_rules(part: &Part) -> bool {
    !part.recordings.is_empty() || !part.alerts.is_empty()
}

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    for part in stack.parts.iter().filter(|part| has_rules(part)) {
        rules(part, files)?;
        unit_tests::render(stack, part, files)?;
    }
    Ok(())
}

fn rules(part: &Part, files: &mut Files<'_>) -> Result<(), RenderError> {
    let context = Context::default()
        .with("title", part.title.as_str())
        .with("summary", part.summary.as_str())
        .with("file", part.name.as_str())
        .with("recordings", part.recordings.iter().map(recording).collect::<Data>())
        .with("alerts", part.alerts.iter().map(alert).collect::<Data>());
    files.yaml(
        &format!("prometheus/rules/{}.yml", part.name),
        "prometheus/rules/part.yml",
        &context,
    )
}

fn recording(rule: &Recording) -> Data {
    Data::fields([
        ("comment", rule.comment.as_str().into()),
        ("record", rule.record.as_str().into()),
        ("expr", rule.expr.as_str().into()),
        ("labels", fields(&rule.labels)),
    ])
}

fn alert(alert: &Alert) -> Data {
    let threshold = alert.threshold.as_ref().map(|threshold| {
        Data::fields([
            ("value", threshold.value.to_string().into()),
            ("unit", threshold.unit.as_str().into()),
            ("default", threshold.default.to_string().into()),
            ("changed", ((threshold.value - threshold.default).abs() > 0.0).into()),
        ])
    });
    let hold = (!alert.hold.is_zero()).then(|| alert.hold.to_string());
    Data::fields([
        ("name", alert.name.as_str().into()),
        ("expr", alert.expr.as_str().into()),
        ("hold", hold.into()),
        ("keep_firing_for", alert.keep_firing_for.map(|time| time.to_string()).into()),
        ("labels", fields(&alert.labels)),
        ("annotations", fields(&alert.annotations)),
        ("threshold", threshold.into()),
        ("why", wrapped(alert.why.as_str(), 88).into_iter().collect()),
    ])
}

/// Labels or annotations in their order.
pub(super) fn fields(list: &[(String, String)]) -> Data {
    list.iter().map(|(name, value)| field(name, value)).collect()
}

/// A label or an annotation.
pub(super) fn field(name: &str, value: &str) -> Data {
    Data::fields([("name", name.into()), ("value", value.into())])
}

/// A text in lines of at most `width` characters, for a comment.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

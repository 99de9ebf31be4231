//! The rules of each integration.

use super::files::Files;
use super::prometheus::{Pair, pairs};
use super::{RenderError, unit_tests};
use crate::stack::{Alert, Part, Recording, Stack};
use crate::template::Context;
use serde::Serialize;

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
        .with("recordings", part.recordings.iter().map(recording).collect::<Vec<_>>())
        .with("alerts", part.alerts.iter().map(alert).collect::<Vec<_>>());
    files.yaml(
        &format!("prometheus/rules/{}.yml", part.name),
        "prometheus/rules/part.yml",
        &context,
    )
}

#[derive(Serialize)]
struct RecordingView<'a> {
    comment: &'a str,
    record: &'a str,
    expr: &'a str,
    labels: Vec<Pair<'a>>,
}

fn recording(rule: &Recording) -> RecordingView<'_> {
    RecordingView {
        comment: rule.comment.as_str(),
        record: &rule.record,
        expr: &rule.expr,
        labels: pairs(&rule.labels),
    }
}

#[derive(Serialize)]
struct AlertView<'a> {
    name: &'a str,
    expr: &'a str,
    hold: Option<String>,
    keep_firing_for: Option<String>,
    labels: Vec<Pair<'a>>,
    annotations: Vec<Pair<'a>>,
    threshold: Option<ThresholdView<'a>>,
    why: Vec<String>,
}

#[derive(Serialize)]
struct ThresholdView<'a> {
    value: String,
    unit: &'a str,
    default: String,
    changed: bool,
}

fn alert(alert: &Alert) -> AlertView<'_> {
    let threshold = alert.threshold.as_ref().map(|threshold| ThresholdView {
        value: threshold.value.to_string(),
        unit: threshold.unit.as_str(),
        default: threshold.default.to_string(),
        changed: (threshold.value - threshold.default).abs() > 0.0,
    });
    AlertView {
        name: alert.name.as_str(),
        expr: &alert.expr,
        hold: (!alert.hold.is_zero()).then(|| alert.hold.to_string()),
        keep_firing_for: alert.keep_firing_for.map(|time| time.to_string()),
        labels: pairs(&alert.labels),
        annotations: pairs(&alert.annotations),
        threshold,
        why: wrapped(alert.why.as_str(), 88),
    }
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

//! The rules of each integration.

use super::files::Files;
use super::{RenderError, promtool};
use crate::stack::{Alert, Part, Recording, RuleFile, Stack, Threshold};
use crate::template::{Context, Rendered};

/// Whether an integration contributes rules.
pub(super) fn has_rules(part: &Part) -> bool {
    !part.recordings.is_empty() || !part.alerts.is_empty()
}

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    for part in stack.parts.iter().filter(|part| has_rules(part)) {
        let rule_files = part.rule_files();
        for rule_file in &rule_files {
            rules(part, rule_file, files)?;
        }
        promtool::render(stack, part, &rule_files, files)?;
    }
    Ok(())
}

fn rules(part: &Part, wanted: &RuleFile<'_>, files: &mut Files<'_>) -> Result<(), RenderError> {
    let context = Context::default()
        .with("title", part.title.as_str())
        .with("summary", part.summary.as_str())
        .with("readers", wanted.profile.map(|_| format!("{}.yml", part.file_name(None))))
        .with("file", wanted.name.as_str());
    let path = format!("prometheus/rules/{}.yml", wanted.name);
    files.yaml_and(&path, "prometheus/rules/part.yml", &context, |file| {
        wanted.recordings.iter().for_each(|rule| recording(file, rule));
        wanted.alerts.iter().for_each(|rule| alert(file, rule));
    })
}

fn recording(file: &mut Rendered, rule: &Recording) {
    file.comment("      # ", rule.comment.as_str());
    file.text("      - record: ", &rule.record);
    file.block("        ", "expr", &rule.expr);
    if !rule.labels.is_empty() {
        file.line("        labels:");
        for (name, value) in &rule.labels {
            file.pair("          ", name, value);
        }
    }
}

fn alert(file: &mut Rendered, alert: &Alert) {
    if let Some(Threshold { value, default, unit }) = &alert.threshold {
        let changed = (value - default).abs() > 0.0;
        let from =
            if changed { format!(", changed in the spec from {default}") } else { String::new() };
        file.comment("      # ", &format!("Threshold: {value} {unit}{from}."));
    }
    for line in wrapped(alert.why.as_str(), 88) {
        file.comment("      # ", &line);
    }
    file.text("      - alert: ", alert.name.as_str());
    file.block("        ", "expr", &alert.expr);
    if !alert.hold.is_zero() {
        file.text("        for: ", &alert.hold.to_string());
    }
    if let Some(time) = alert.keep_firing_for {
        file.text("        keep_firing_for: ", &time.to_string());
    }
    file.line("        labels:");
    for (name, value) in &alert.labels {
        file.pair("          ", name, value);
    }
    file.line("        annotations:");
    for (name, text) in &alert.annotations {
        file.block("          ", name, text);
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

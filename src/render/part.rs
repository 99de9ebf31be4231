//! The rules of each integration.

use super::files::{Files, VERSION};
use super::yaml::Map;
use super::{RenderError, promtool};
use crate::stack::{Alert, Part, Recording, RuleFile, RuleGroup, Stack, Threshold};

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

fn rules(part: &Part, file: &RuleFile<'_>, files: &mut Files<'_>) -> Result<(), RenderError> {
    let path = format!("prometheus/rules/{}.yml", file.name);
    files.yaml(&path, |yaml| {
        yaml.comment(&format!("{}\n", part.summary));
        if file.profile.is_some() {
            yaml.comment(&format!(
                "These rules are for the apps of one convention and latency threshold. The alerts in {}.yml\n\
                 read what they record.\n",
                part.file_name(None)
            ));
        }
        let tests: Vec<_> =
            file.groups.iter().map(|group| format!("../tests/{}.yml", group.name)).collect();
        yaml.comment(&format!(
            "Rendered by stackgen {VERSION}. The unit tests are in\n\
             {}, the runbooks of the alerts in ../../runbooks/.",
            tests.join(", ")
        ));
        yaml.blank();
        yaml.list("groups", |groups| {
            file.groups.iter().for_each(|it| groups.map(|map| group(map, it)));
        });
    })
}

fn group(map: &mut Map<'_>, group: &RuleGroup<'_>) {
    map.text("name", &group.name);
    if let Some(interval) = group.interval {
        map.text("interval", &interval.to_string());
    }
    map.list("rules", |rules| {
        group.recordings.iter().for_each(|rule| rules.map(|map| recording(map, rule)));
        group.alerts.iter().for_each(|rule| rules.map(|map| alert(map, rule)));
    });
}

fn recording(map: &mut Map<'_>, rule: &Recording) {
    map.comment(rule.comment.as_str());
    map.text("record", &rule.record);
    map.text("expr", &rule.expr);
    if !rule.labels.is_empty() {
        map.texts("labels", &rule.labels);
    }
}

fn alert(map: &mut Map<'_>, alert: &Alert) {
    if let Some(Threshold { value, default, unit }) = &alert.threshold {
        let changed = (value - default).abs() > 0.0;
        let from =
            if changed { format!(", changed in the spec from {default}") } else { String::new() };
        map.comment(&format!("Threshold: {value} {unit}{from}."));
    }
    for line in wrapped(alert.why.as_str(), 88) {
        map.comment(&line);
    }
    map.text("alert", alert.name.as_str());
    map.text("expr", &alert.expr);
    if !alert.hold.is_zero() {
        map.text("for", &alert.hold.to_string());
    }
    if let Some(time) = alert.keep_firing_for {
        map.text("keep_firing_for", &time.to_string());
    }
    map.texts("labels", &alert.labels);
    map.texts("annotations", &alert.annotations);
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

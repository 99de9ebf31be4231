//! The catalogue as the documents show it.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::marked;
use crate::stackgen;

/// A cell of a Markdown table.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn integrations() -> Vec<Json> {
    let listed = stackgen::json(&["catalog", "list", "--format", "json"]);
    let listed = listed.as_array().expect("a list").clone();
    let name = |it: &Json| it["name"].as_str().expect("a name").to_owned();
    listed
        .iter()
        .filter(|it| it["section"] != "convention")
        .map(|it| stackgen::json(&["catalog", "show", &name(it), "--format", "json"]))
        .collect()
}

/// What an alert compares with: a number and its unit.
fn threshold(alert: &Json) -> String {
    match (alert["threshold"].as_f64(), alert["unit"].as_str()) {
        (Some(value), Some(unit)) => format!("{value} {unit}"),
        _ => String::new(),
    }
}

#[test]
fn the_readme_has_the_catalogue() {
    let mut text = String::from("| name | what it watches | alerts |\n|---|---|---|\n");
    for it in integrations() {
        let mut tiers: Vec<(String, Vec<String>)> = vec![];
        for alert in it["alerts"].as_array().expect("alerts") {
            let tier = alert["tier"].as_str().expect("a tier").to_owned();
            let name = alert["name"].as_str().expect("a name").to_owned();
            match tiers.iter_mut().find(|(known, _)| *known == tier) {
                Some((_, names)) => names.push(name),
                None => tiers.push((tier, vec![name])),
            }
        }
        tiers.sort();
        let tiers: Vec<_> =
            tiers.iter().map(|(tier, names)| format!("{tier}: {}", names.join(", "))).collect();
        let summary = cell(it["summary"].as_str().expect("a summary"));
        let name = it["name"].as_str().expect("a name");
        let _ = writeln!(text, "| `{name}` | {summary} | {} |", tiers.join("; "));
    }
    marked::check("README.md", "catalogue", &text);
}

#[test]
fn the_reference_has_every_alert_and_setting() {
    let mut text = String::new();
    for it in integrations() {
        let section = it["section"].as_str().expect("a section");
        let alerts = it["alerts"].as_array().expect("alerts");
        let settings = it["settings"].as_array().expect("settings");
        let _ = writeln!(text, "### {}\n", it["name"].as_str().expect("a name"));
        let _ = writeln!(text, "{}\n", it["summary"].as_str().expect("a summary"));
        if section == "integrations" && settings.is_empty() {
            text.push_str("It has no settings of its own.\n\n");
        }
        if !settings.is_empty() {
            text.push_str("| setting | value | default | what it is for |\n|---|---|---|---|\n");
            for setting in settings {
                let of = |key: &str| cell(setting[key].as_str().unwrap_or_default());
                let default = match &setting["default"] {
                    Json::Null if setting["required"] == true => "required".to_owned(),
                    Json::Null => String::new(),
                    default => format!("`{default}`"),
                };
                let mut what = of("description");
                if !of("example").is_empty() {
                    let _ = write!(what, " Example: `{}`.", of("example"));
                }
                let _ = writeln!(text, "| `{}` | {} | {default} | {what} |", of("key"), of("kind"));
            }
            text.push('\n');
        }
        if let Some(setup) = it["setup"].as_str() {
            let _ = writeln!(text, "To set up once:\n\n{setup}\n");
        }
        if !alerts.is_empty() {
            text.push_str("| alert | tier | for | threshold | why |\n|---|---|---|---|---|\n");
            for alert in alerts {
                let of = |key: &str| cell(alert[key].as_str().unwrap_or_default().trim());
                let limit = threshold(alert);
                let _ = writeln!(
                    text,
                    "| `{}` | {} | {} | {limit} | {} |",
                    of("name"),
                    of("tier"),
                    of("for"),
                    of("why")
                );
            }
            text.push('\n');
        }
    }
    marked::check("docs/spec.md", "catalogue", &text);
}

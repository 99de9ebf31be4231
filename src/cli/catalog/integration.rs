//! What an integration takes, does and needs.

use crate::catalog::{Integration, Loaded, Section, Setting};
use crate::stack::IntegrationKeys;
use crate::ui::{Format, Screen};
use crate::value::{Line, Text};
use serde_json::{Value as Json, json};

pub(super) fn show(loaded: &Loaded, screen: &Screen) {
    let it = &loaded.integration;
    if screen.format() == Format::Json {
        return screen.json(&as_json(loaded));
    }
    screen.data(&format!("{}: {}\n", it.title, it.summary));
    if it.section == Section::Integrations {
        screen.data(&format!("\n{}", example(loaded.name.as_str(), it)));
    }
    if !it.settings.is_empty() {
        let rows: Vec<_> = it
            .settings
            .iter()
            .map(|(key, setting)| {
                [
                    key.to_string(),
                    setting.kind.to_string(),
                    default(setting),
                    setting.description.to_string(),
                ]
            })
            .collect();
        screen.data("\n");
        screen.table(["SETTING", "KIND", "DEFAULT", "WHAT IT IS FOR"], &rows);
    }
    if it.section == Section::Integrations {
        screen.data(&format!(
            "\nEvery integration also takes {}.\n",
            IntegrationKeys::with_defaults().join(", ")
        ));
    }
    if let Some(setup) = &it.setup {
        screen.data(&format!("\nSET UP ONCE\n{}\n", setup.as_str().trim()));
    }
    alerts(it, screen);
}

/// The least that a spec writes to use it.
fn example(name: &str, it: &Integration) -> String {
    let required = it.settings.iter().filter(|(_, setting)| setting.required);
    let settings = required.filter_map(|(key, setting)| {
        setting.example.as_ref().map(|example| format!("{key} = \"{example}\"\n"))
    });
    let settings: String = settings.collect();
    format!("[integrations.NAME]\ntype = \"{name}\"\n{settings}")
}

/// What a setting is where a spec does not have it.
fn default(setting: &Setting) -> String {
    match setting.default_value() {
        Some(value) => value.to_string(),
        None if setting.required => "needed".to_owned(),
        None => "-".to_owned(),
    }
}

fn alerts(it: &Integration, screen: &Screen) {
    let rows: Vec<_> = it
        .alerts
        .iter()
        .map(|(name, alert)| {
            let threshold = alert.threshold.as_ref();
            let threshold = threshold.map(|it| format!("{} {}", it.value.value, it.unit));
            let hold = alert.r#for.to_string();
            [name.to_string(), format!("{} {}", alert.tier, hold), threshold.unwrap_or_default()]
        })
        .collect();
    if !rows.is_empty() {
        screen.data("\n");
        screen.table(["ALERT", "TIER, FOR", "THRESHOLD"], &rows);
    }
}

fn as_json(loaded: &Loaded) -> Json {
    let it = &loaded.integration;
    let settings: Vec<_> = it
        .settings
        .iter()
        .map(|(key, setting)| {
            json!({
                "key": key.as_str(),
                "kind": setting.kind.as_str(),
                "required": setting.required,
                "default": setting.default_value(),
                "description": setting.description.as_str(),
                "example": setting.example.as_ref().map(Line::as_str),
            })
        })
        .collect();
    let alerts: Vec<_> = it
        .alerts
        .iter()
        .map(|(name, alert)| {
            json!({
                "name": name.as_str(),
                "tier": alert.tier.to_string(),
                "for": alert.r#for.to_string(),
                "threshold": alert.threshold.as_ref().map(|threshold| threshold.value.value),
                "unit": alert.threshold.as_ref().map(|threshold| threshold.unit.as_str()),
                "why": alert.why.as_str(),
            })
        })
        .collect();
    let exceptions = it.service.iter().flat_map(|service| &service.exceptions);
    let exceptions: Vec<_> = exceptions
        .map(|it| json!({ "what": it.what.as_str(), "reason": it.reason.as_str() }))
        .collect();
    json!({
        "name": loaded.name.as_str(),
        "title": it.title.as_str(),
        "section": it.section.as_str(),
        "summary": it.summary.as_str(),
        "settings": settings,
        "setup": it.setup.as_ref().map(Text::as_str).map(str::trim),
        "alerts": alerts,
        "exceptions": exceptions,
    })
}

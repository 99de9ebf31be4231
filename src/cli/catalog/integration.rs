//! What an integration takes, does and needs.

use crate::catalog::{Integration, Loaded, Section, Setting};
use crate::report::catalog as report;
use crate::stack::IntegrationKeys;
use crate::ui::Screen;

pub(super) fn show(loaded: &Loaded, screen: &Screen) {
    let it = &loaded.integration;
    screen.result(&record(loaded));
    screen.row(&format!("{}: {}", it.title, it.summary));
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
        screen.row("");
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
        None if setting.required => "required".to_owned(),
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
        screen.row("");
        screen.table(["ALERT", "TIER, FOR", "THRESHOLD"], &rows);
    }
}

/// What machines read of it.
fn record(loaded: &Loaded) -> report::Integration {
    let it = &loaded.integration;
    let settings = it.settings.iter().map(|(key, setting)| report::Setting {
        key: key.to_string(),
        kind: setting.kind.as_str().to_owned(),
        required: setting.required,
        default: setting.default_value(),
        description: setting.description.to_string(),
        example: setting.example.as_ref().map(ToString::to_string),
    });
    let alerts = it.alerts.iter().map(|(name, alert)| report::CatalogAlert {
        name: name.to_string(),
        tier: alert.tier.to_string(),
        r#for: alert.r#for.to_string(),
        threshold: alert.threshold.as_ref().map(|threshold| threshold.value.value),
        unit: alert.threshold.as_ref().map(|threshold| threshold.unit.to_string()),
        why: alert.why.to_string(),
    });
    let exceptions = it.services.iter().flat_map(|service| &service.exceptions);
    let exceptions = exceptions
        .map(|it| report::Exception { what: it.what.to_string(), reason: it.reason.to_string() });
    report::Integration {
        name: loaded.name.to_string(),
        title: it.title.to_string(),
        section: it.section.to_string(),
        summary: it.summary.to_string(),
        settings: settings.collect(),
        setup: it.setup.as_ref().map(|setup| setup.as_str().trim().to_owned()),
        alerts: alerts.collect(),
        exceptions: exceptions.collect(),
    }
}

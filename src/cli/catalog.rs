//! `stackgen catalog`: what stackgen knows.

use super::exit::Exit;
use crate::catalog::{Catalog, Loaded, Section};
use crate::diag::{Diagnostics, Sources, closest};
use crate::ui::{Format, Screen};
use crate::value::Line;
use clap::Subcommand;
use serde_json::json;
use std::sync::Arc;

/// Show the integrations that stackgen brings
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List all integrations
    List,
    /// Show one integration: its settings, alerts and dashboard
    Show {
        /// The integration's name
        name: String,
    },
}

pub(super) fn run(args: &Args, screen: &Screen) -> Exit {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
    match &args.verb {
        Verb::List => list(&mut catalog, &mut sources, &mut diagnostics, screen),
        Verb::Show { name } => {
            let Some(loaded) = catalog.integration(name, &mut sources, &mut diagnostics) else {
                screen.failed(&format!("there is no integration `{name}`"));
                let names = catalog.integration_names();
                match closest(name, names.iter().map(String::as_str)) {
                    Some(near) => screen.hint(&format!("did you mean `{near}`?")),
                    None => screen.hint(&format!("there are {}", names.join(", "))),
                }
                return Exit::Bad;
            };
            show(&loaded, screen);
        }
    }
    Exit::Done
}

fn list(
    catalog: &mut Catalog,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
    screen: &Screen,
) {
    let names = catalog.integration_names();
    let all: Vec<Arc<Loaded>> =
        names.iter().filter_map(|name| catalog.integration(name, sources, diagnostics)).collect();
    if screen.format() == Format::Json {
        let all: Vec<_> = all
            .iter()
            .map(|loaded| {
                let it = &loaded.integration;
                json!({
                    "name": loaded.name.as_str(),
                    "title": it.title.as_str(),
                    "section": it.section.as_str(),
                    "summary": it.summary.as_str(),
                })
            })
            .collect();
        return screen.json(&json!(all));
    }
    let rows: Vec<_> = all
        .iter()
        .map(|loaded| {
            let it = &loaded.integration;
            [loaded.name.to_string(), it.section.to_string(), it.summary.to_string()]
        })
        .collect();
    screen.table(["NAME", "SECTION", "WHAT IT WATCHES"], &rows);
}

fn show(loaded: &Loaded, screen: &Screen) {
    let it = &loaded.integration;
    if screen.format() == Format::Json {
        let settings: Vec<_> = it
            .settings
            .iter()
            .map(|(key, setting)| {
                json!({
                    "key": key.as_str(),
                    "kind": setting.kind.as_str(),
                    "required": setting.required,
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
        return screen.json(&json!({
            "name": loaded.name.as_str(),
            "title": it.title.as_str(),
            "section": it.section.as_str(),
            "summary": it.summary.as_str(),
            "settings": settings,
            "alerts": alerts,
            "exceptions": exceptions,
        }));
    }
    screen.data(&format!("{}: {}\n", it.title, it.summary));
    if it.section == Section::Integrations {
        screen.data(&format!("\n[integrations.NAME]\ntype = \"{}\"\n", loaded.name));
    }
    if !it.settings.is_empty() {
        let rows: Vec<_> = it
            .settings
            .iter()
            .map(|(key, setting)| {
                let need = if setting.required { "required" } else { "optional" };
                [
                    key.to_string(),
                    format!("{}, {need}", setting.kind),
                    setting.description.to_string(),
                ]
            })
            .collect();
        screen.data("\n");
        screen.table(["SETTING", "KIND", "WHAT IT IS FOR"], &rows);
    }
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

//! `stackgen catalog`: what stackgen knows.

use super::exit::Exit;
use crate::catalog::{Catalog, Loaded, Section};
use crate::diag::{Diagnostics, Sources, closest};
use crate::report::catalog::{CatalogAlert, Exception, Integration, Setting, Summary};
use crate::ui::Screen;
use crate::value::Line;
use clap::Subcommand;
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

impl Args {
    /// The verb's whole name.
    pub(super) fn name(&self) -> &'static str {
        match self.verb {
            Verb::List => "catalog list",
            Verb::Show { .. } => "catalog show",
        }
    }
}

pub(super) fn run(args: &Args, screen: &Screen) -> Exit {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
    screen.detail("the catalogue of this program; an integration of your own is not in it");
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
    let summary = |loaded: &Arc<Loaded>| Summary {
        name: loaded.name.to_string(),
        title: loaded.integration.title.to_string(),
        section: loaded.integration.section.to_string(),
        summary: loaded.integration.summary.to_string(),
    };
    screen.result(&all.iter().map(summary).collect::<Vec<_>>());
    let rows: Vec<_> = all
        .iter()
        .map(|loaded| {
            let it = &loaded.integration;
            [loaded.name.to_string(), it.section.to_string(), it.summary.to_string()]
        })
        .collect();
    screen.table(["NAME", "SECTION", "WHAT IT WATCHES"], &rows);
}

/// What machines read of an integration.
fn record(loaded: &Loaded) -> Integration {
    let it = &loaded.integration;
    let settings = it.settings.iter().map(|(key, setting)| Setting {
        key: key.to_string(),
        kind: setting.kind.as_str().to_owned(),
        required: setting.required,
        description: setting.description.to_string(),
        example: setting.example.as_ref().map(|line| Line::as_str(line).to_owned()),
    });
    let alerts = it.alerts.iter().map(|(name, alert)| CatalogAlert {
        name: name.to_string(),
        tier: alert.tier.to_string(),
        r#for: alert.r#for.to_string(),
        threshold: alert.threshold.as_ref().map(|threshold| threshold.value.value),
        unit: alert.threshold.as_ref().map(|threshold| threshold.unit.to_string()),
        why: alert.why.to_string(),
    });
    let exceptions = it.service.iter().flat_map(|service| &service.exceptions);
    Integration {
        name: loaded.name.to_string(),
        title: it.title.to_string(),
        section: it.section.to_string(),
        summary: it.summary.to_string(),
        settings: settings.collect(),
        alerts: alerts.collect(),
        exceptions: exceptions
            .map(|it| Exception { what: it.what.to_string(), reason: it.reason.to_string() })
            .collect(),
    }
}

fn show(loaded: &Loaded, screen: &Screen) {
    let it = &loaded.integration;
    screen.result(&record(loaded));
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

//! `stackgen catalog`: what stackgen knows.

mod convention;
mod integration;

use super::failure::Failure;
use crate::catalog::{Catalog, Convention, Loaded};
use crate::diag::{Diagnostics, Sources, closest};
use crate::report::catalog::Summary;
use crate::ui::Screen;
use clap::Subcommand;
use std::sync::Arc;

/// Show the integrations and conventions that stackgen brings
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List all integrations and conventions
    List,
    /// Show one: an integration's settings and alerts, or what a convention expects of an app
    Show {
        /// The name of an integration or a convention
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

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
    screen.detail("the catalogue of this program; an integration of your own is not in it");
    match &args.verb {
        Verb::List => list(&mut catalog, &mut sources, &mut diagnostics, screen),
        Verb::Show { name } => {
            if let Some(loaded) = catalog.integration(name, &mut sources, &mut diagnostics) {
                integration::show(&loaded, screen);
            } else if let Some(known) = catalog.convention(name, &mut sources, &mut diagnostics) {
                convention::show(name, &known, screen);
            } else {
                return Err(unknown(name, &catalog));
            }
        }
    }
    Ok(())
}

fn unknown(name: &str, catalog: &Catalog) -> Failure {
    let failure = Failure::bad(format!("there is no integration or convention `{name}`"));
    let integrations = catalog.integration_names();
    let conventions = Catalog::convention_names();
    let all = integrations.iter().map(String::as_str).chain(conventions.iter().copied());
    match closest(name, all) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure
            .help(format!("integrations are {}", integrations.join(", ")))
            .help(format!("conventions are {}", conventions.join(", "))),
    }
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
    let conventions: Vec<(&str, Arc<Convention>)> = Catalog::convention_names()
        .into_iter()
        .filter_map(|name| Some((name, catalog.convention(name, sources, diagnostics)?)))
        .collect();
    let integrations = all.iter().map(|loaded| {
        let it = &loaded.integration;
        Summary {
            name: loaded.name.to_string(),
            title: it.title.to_string(),
            section: it.section.to_string(),
            summary: it.summary.to_string(),
        }
    });
    let conventions = conventions.iter().map(|(name, it)| Summary {
        name: (*name).to_owned(),
        title: it.title.to_string(),
        section: CONVENTIONS.to_owned(),
        summary: it.summary.to_string(),
    });
    let all: Vec<Summary> = integrations.chain(conventions).collect();
    screen.result(&all);
    let rows: Vec<_> = all.into_iter().map(|row| [row.name, row.section, row.summary]).collect();
    screen.table(["NAME", "SECTION", "WHAT IT IS FOR"], &rows);
}

/// What stands for a section where a convention is listed.
const CONVENTIONS: &str = "convention";

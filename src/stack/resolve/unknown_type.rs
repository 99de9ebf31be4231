//! Integrations that the catalogue does not have.

use super::Builder;
use super::evaluate::Evaluate as _;
use crate::catalog::{AbsentThing, Catalog, Section};
use crate::decode::At;
use crate::decode::codes::MISSING_KEY;
use crate::diag::{Diagnostic, closest};
use crate::stack::codes;
use crate::value::Name;

impl Builder<'_> {
    /// Reports an integration whose type is unknown, and says how to watch it all the same.
    pub(super) fn unknown_type(&mut self, name: &At<Name>, wanted: &At<Name>) {
        let type_is_written = name.span != wanted.span;
        let known = self.types();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let absent = Catalog::absent(self.sources, self.diagnostics);
        let (things, others) = absent.map(|it| (it.known, it.other_names)).unwrap_or_default();
        let meant = others.get(&wanted.value);
        if let Some(thing) = things.get(&wanted.value).or_else(|| things.get(meant?)) {
            return self.diagnostics.push(not_known(thing, wanted));
        }
        let near = meant.map(Name::as_str);
        let near = near.or_else(|| closest(wanted.as_str(), known.iter().copied()));
        if let Some(near) = near {
            return self.diagnostics.push(
                Diagnostic::error(
                    codes::UNKNOWN_REFERENCE,
                    format!("there is no integration `{wanted}`"),
                )
                .at(wanted.span, "")
                .help(if type_is_written {
                    format!("did you mean `{near}`?")
                } else {
                    format!("did you mean `{near}`? Or keep the name, and add `type = \"{near}\"`")
                }),
            );
        }
        if let Some(loaded) = self.load(wanted.as_str()) {
            let section = loaded.integration.section;
            return self.diagnostics.push(
                Diagnostic::error(
                    codes::UNKNOWN_REFERENCE,
                    format!("`{wanted}` is not an integration that a spec adds"),
                )
                .at(wanted.span, "")
                .help(elsewhere(section, wanted))
                .help(format!("integrations are {}", known.join(", "))),
            );
        }
        if type_is_written {
            self.unknown("integration", wanted.as_str(), wanted.span, known);
        } else {
            // The table's name was taken for the type; say how to tell them apart.
            self.diagnostics.push(
                Diagnostic::error(MISSING_KEY, format!("[integrations.{name}] needs `type`"))
                    .at(name.span, "no integration has this name")
                    .help(format!("add `type = \"…\"`, one of {}", known.join(", ")))
                    .help(own_file(wanted)),
            );
        }
    }

    /// The types that a spec can name.
    fn types(&mut self) -> Vec<String> {
        let names = self.catalog.integration_names();
        let usable = |name: &String| {
            let loaded = self.load(name);
            loaded.is_some_and(|loaded| loaded.integration.section == Section::Integrations)
        };
        names.into_iter().filter(usable).collect()
    }
}

/// Where a spec has what is in the catalogue but no integration.
fn elsewhere(section: Section, name: &At<Name>) -> String {
    match section {
        Section::Apps => "services of your own have sections [apps.NAME]".to_owned(),
        Section::Probes => "what is watched from outside has sections [probes.NAME]".to_owned(),
        Section::Stack => format!("it is a part of the stack itself, and has a section [{name}]"),
        Section::Integrations => format!("write `[integrations.{name}]`"),
    }
}

fn not_known(thing: &AbsentThing, wanted: &At<Name>) -> Diagnostic {
    let scrape = format!("`[apps.{wanted}] targets = [\"{}\"]`", thing.target);
    let scrape = match &thing.exporter {
        Some(image) => format!("to scrape it: run its exporter, `{image}`, and write {scrape}"),
        None => format!("to scrape it: it exposes metrics itself, so write {scrape}"),
    };
    Diagnostic::error(
        codes::UNKNOWN_REFERENCE,
        format!("stackgen does not know {} yet", thing.title),
    )
    .at(wanted.span, "no integration has this name")
    .note("so it has no alerts and no dashboard for it")
    .help(scrape)
    .help(own_file(wanted))
}

fn own_file(name: &At<Name>) -> String {
    format!(
        "to teach stackgen: write `integrations/{name}.toml`, as docs/integrations.md and examples/03-own-integration show"
    )
}

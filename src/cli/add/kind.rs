//! The kinds of entries that can be added, from the schema of a spec.

use super::flag::{Flag, TARGETS};
use crate::catalog::Section;
use crate::edit::NAMED;
use crate::schema::{Known, Walk, spec};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command};
use serde_json::Value as Json;

/// A kind of entry.
pub(super) struct Kind {
    /// The word for it: `app`, or a type of integration.
    pub(super) word: String,
    /// The section that it is in.
    pub(super) section: &'static str,
    /// Its `type`, if the word is that.
    pub(super) of_type: Option<String>,
    /// The types that it may have, if it is one of several.
    pub(super) types: Vec<String>,
    /// Its keys.
    pub(super) flags: Vec<Flag>,
    /// The tiers that it can be routed from.
    pub(super) tiers: Vec<String>,
    needs_type: bool,
    about: String,
}

/// Options that mean the same for every kind, and those of the whole program.
const TAKEN: &[&str] =
    &["spec", "dry-run", "type", "tier", "format", "quiet", "verbose", "help", "version"];

/// All kinds of entries.
pub(super) fn all(known: &Known) -> Vec<Kind> {
    let schema = spec(known);
    let walk = Walk::new(&schema);
    let mut kinds = Vec::new();
    for section in NAMED.iter().filter(|section| **section != Section::Integrations.as_str()) {
        let word = section.strip_suffix('s').unwrap_or(section);
        kinds.push(Kind::of(&walk, word, section, None));
    }
    for loaded in known.usable() {
        let name = loaded.name.as_str();
        let walk = Walk::new(&schema).of_kind(Some(name));
        if !kinds.iter().any(|kind| kind.word == name) {
            kinds.push(Kind::of(&walk, name, Section::Integrations.as_str(), Some(name)));
        }
    }
    kinds
}

impl Kind {
    fn of(walk: &Walk<'_>, word: &str, section: &'static str, of_type: Option<&str>) -> Self {
        // No entry has this name, so nothing is said about it in particular.
        let tables: Vec<&Json> = walk.at(&[section, of_type.unwrap_or("\0")]);
        let tables = if tables.is_empty() { any_entry(walk, section) } else { tables };
        let tables: Vec<&Json> =
            tables.into_iter().filter(|it| it["properties"].is_object()).collect();
        let type_of =
            |table: &Json| table["properties"]["type"]["const"].as_str().map(str::to_owned);
        let tables: Vec<&Json> = match of_type {
            Some(name) => tables
                .into_iter()
                .filter(|it| type_of(it).as_deref() == Some(name))
                .take(1)
                .collect(),
            None => tables,
        };
        let types: Vec<String> = if of_type.is_none() {
            tables.iter().filter_map(|it| type_of(it)).collect()
        } else {
            vec![]
        };
        let requires = |table: &&Json| {
            table["required"].as_array().is_some_and(|it| it.iter().any(|it| it == "type"))
        };
        let sections = &walk.root()["definitions"]["Spec"]["properties"];
        let about = if let [one] = tables.as_slice() { one } else { &sections[section] };
        let about = about["description"].as_str().unwrap_or_default();
        Self {
            word: word.to_owned(),
            section,
            of_type: of_type.map(str::to_owned),
            needs_type: !types.is_empty() && tables.iter().all(requires),
            flags: flags(walk, &tables, &types),
            tiers: if section == "receivers" { tiers(walk) } else { vec![] },
            types,
            about: about.replace('`', ""),
        }
    }

    /// The command that adds one.
    pub(super) fn command(&self, shared: &Command) -> Command {
        let about = self.about.split_once(". ").map_or(self.about.as_str(), |(first, _)| first);
        let mut command =
            Command::new(self.word.clone()).about(about.trim_end_matches('.').to_owned());
        command = command.arg(Arg::new("NAME").required(true).help("Its name"));
        if !self.types.is_empty() {
            let parser = PossibleValuesParser::new(self.types.clone());
            command = command.arg(
                Arg::new("TYPE")
                    .long("type")
                    .value_name("TYPE")
                    .value_parser(parser)
                    .required(self.needs_type)
                    .help("What it is; decides which options it takes"),
            );
        }
        if !self.tiers.is_empty() {
            let parser = PossibleValuesParser::new(self.tiers.clone());
            command = command.arg(
                Arg::new("TIER")
                    .long("tier")
                    .value_name("TIER")
                    .value_parser(parser)
                    .action(ArgAction::Append)
                    .value_delimiter(',')
                    .help("The tiers whose alerts it gets"),
            );
        }
        let mut taken: Vec<String> = TAKEN.iter().map(|it| (*it).to_owned()).collect();
        let targets = self.flags.iter().any(|flag| flag.id() == TARGETS && !flag.required);
        for flag in &self.flags {
            let mut arg = flag.arg(&mut taken);
            let needed =
                flag.required && flag.path.len() == 1 && !flag.file && self.types.is_empty();
            if needed && self.of_type.is_some() && targets {
                arg = arg.required_unless_present(TARGETS);
            } else if needed {
                arg = arg.required(true);
            }
            command = command.arg(arg);
        }
        // Below those of the entry, and above those of the whole program.
        command.args(shared.get_arguments().cloned().map(|arg| arg.display_order(900)))
    }
}

/// What an entry of a section may be, whatever its name.
fn any_entry<'s>(walk: &Walk<'s>, section: &str) -> Vec<&'s Json> {
    let named = walk.at(&[section]);
    let some = named.iter().filter_map(|table| table["properties"].as_object()?.values().next());
    some.flat_map(|schema| walk.leaves(schema))
        .filter(|it| it["additionalProperties"] == false)
        .collect()
}

/// The options for the keys of all types. One that several have says so.
fn flags(walk: &Walk<'_>, tables: &[&Json], types: &[String]) -> Vec<Flag> {
    let mut all: Vec<Flag> = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        for mut flag in Flag::of_table(walk, table, &[]) {
            flag.types = types.get(at).cloned().into_iter().collect();
            match all.iter_mut().find(|known| known.path == flag.path) {
                Some(known) => known.types.append(&mut flag.types),
                None => all.push(flag),
            }
        }
    }
    for flag in all.iter_mut().filter(|flag| flag.types.len() == types.len()) {
        flag.types.clear();
    }
    // As in the table of each type: its own keys, then those that all have.
    all.sort_by_key(|flag| flag.types.is_empty());
    all
}

/// The keys of the routes that list receivers.
fn tiers(walk: &Walk<'_>) -> Vec<String> {
    let routing = walk.at(&["routing"]);
    let tables = routing.iter().filter_map(|table| table["properties"].as_object());
    let lists = tables.flatten().filter(|(_, of)| of["type"] == "array");
    lists.map(|(name, _)| name.clone()).collect()
}

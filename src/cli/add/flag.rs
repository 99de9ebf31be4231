//! A key of a table as an option of a command: its name, its help, and what it takes.

use crate::schema::{Kind, Walk, kinds};
use crate::value::{Scalar as _, SpecPath};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction};
use serde_json::Value as Json;

/// A key that can be given as an option.
#[derive(Clone, Debug)]
pub(super) struct Flag {
    /// The keys that lead to it within the entry.
    pub(super) path: Vec<String>,
    /// What it takes.
    pub(super) takes: Takes,
    /// The types of the entry that have it, if not all have.
    pub(super) types: Vec<String>,
    /// Whether its table must have it.
    pub(super) required: bool,
    /// Whether it names a file.
    pub(super) file: bool,
    about: String,
    note: Option<String>,
    choices: Vec<(String, String)>,
}

/// What the ids of all these options begin with.
const ENTRY: &str = "entry.";

/// The option for exporters that run already.
pub(super) const TARGETS: &str = "entry.targets";

/// What an option takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// One value of one of these kinds.
    One(Vec<Kind>),
    /// Several, with commas.
    List(Vec<Kind>),
    /// Keys with values.
    Map,
    /// Keys with lists of values.
    Lists,
}

impl Flag {
    /// The options for the keys of a table, and of the tables in it.
    pub(super) fn of_table(walk: &Walk<'_>, table: &Json, above: &[String]) -> Vec<Self> {
        let Some(properties) = table["properties"].as_object() else { return vec![] };
        let listed = |list: &Json, key: &str| {
            list.as_array().is_some_and(|it| it.iter().any(|it| it == key))
        };
        let mut flags = Vec::new();
        for (key, schema) in properties.iter().filter(|(key, _)| *key != "type") {
            let path: Vec<String> = above.iter().cloned().chain([key.clone()]).collect();
            let leaves = walk.leaves(schema);
            if let Some(inner) = leaves.iter().find(|leaf| leaf["properties"].is_object()) {
                flags.extend(Self::of_table(walk, inner, &path));
                continue;
            }
            let required =
                listed(&table["required"], key) || listed(&table["anyOf"][0]["required"], key);
            flags.extend(takes(walk, &leaves).map(|takes| Self {
                path,
                takes,
                types: vec![],
                required,
                file: schema["title"] == SpecPath::WHAT,
                about: schema["description"].as_str().unwrap_or_default().replace('`', ""),
                note: note(schema),
                choices: choices(&leaves),
            }));
        }
        flags
    }

    /// What tells it from the others, and from the options of the whole program.
    pub(super) fn id(&self) -> String {
        format!("{ENTRY}{}", self.path.join("."))
    }

    /// The argument, as clap has it. Its name is none of `taken`.
    pub(super) fn arg(&self, taken: &mut Vec<String>) -> Arg {
        let mut long = self.path.join("-").replace('_', "-");
        while taken.contains(&long) {
            long.insert_str(0, "setting-");
        }
        taken.push(long.clone());
        let arg = Arg::new(self.id()).long(long).help(self.short()).long_help(self.long());
        let value = self.path.last().map(|key| key.to_uppercase().replace('-', "_"));
        let arg = arg.value_name(value.unwrap_or_default());
        let arg = match &self.takes {
            Takes::One(kinds) if kinds == &[Kind::Boolean] => {
                let arg = arg.num_args(0..=1).require_equals(true).default_missing_value("true");
                return arg.value_name("BOOLEAN").value_parser(["true", "false"]);
            }
            Takes::One(_) => arg.allow_hyphen_values(true),
            Takes::List(_) => arg.action(ArgAction::Append).value_delimiter(','),
            Takes::Map | Takes::Lists => {
                arg.action(ArgAction::Append).value_delimiter(',').value_name("KEY=VALUE")
            }
        };
        if self.choices.is_empty() {
            return arg;
        }
        let choices = self
            .choices
            .iter()
            .map(|(name, about)| PossibleValue::new(name.clone()).help(about.clone()));
        arg.value_parser(PossibleValuesParser::new(choices))
            .hide_possible_values(self.choices.len() > 8)
    }

    fn short(&self) -> String {
        let first = self.about.split_once(". ").map_or(self.about.as_str(), |(first, _)| first);
        self.noted(first.trim_end_matches('.').to_owned())
    }

    fn long(&self) -> String {
        self.noted(self.about.clone())
    }

    fn noted(&self, text: String) -> String {
        let types = (!self.types.is_empty()).then(|| format!("for {}", self.types.join(", ")));
        let notes = self.note.clone().into_iter().chain(types);
        notes.fold(text, |text, note| format!("{text} [{note}]"))
    }

    /// What stands for it if it is not given, in an entry of this name: a place for its secret.
    pub(super) fn default_for(&self, entry: &str) -> Option<String> {
        if !self.required || !self.file {
            return None;
        }
        let key = self.path.last()?;
        let what = key.strip_suffix("_file").unwrap_or(key).replace('_', "-");
        Some(format!("secrets/{entry}-{what}"))
    }
}

fn takes(walk: &Walk<'_>, leaves: &[&Json]) -> Option<Takes> {
    let of = kinds(leaves);
    let inner = |key: &str| {
        let inner: Vec<&Json> = leaves.iter().flat_map(|leaf| walk.leaves(&leaf[key])).collect();
        kinds(&inner)
    };
    match of.as_slice() {
        [] => None,
        [Kind::Array] => Some(Takes::List(inner("items"))),
        [Kind::Table] if inner("additionalProperties") == [Kind::Array] => Some(Takes::Lists),
        [Kind::Table] => Some(Takes::Map),
        _ => Some(Takes::One(of)),
    }
}

/// The values of a choice, each with what it means.
fn choices(leaves: &[&Json]) -> Vec<(String, String)> {
    let all = leaves.iter().map(|leaf| {
        let about = leaf["description"].as_str().unwrap_or_default().replace('`', "");
        Some((leaf["const"].as_str()?.to_owned(), about))
    });
    all.collect::<Option<_>>().unwrap_or_default()
}

/// The default or an example, as a help line has it.
fn note(schema: &Json) -> Option<String> {
    let plain = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let default = schema.get("default").and_then(plain).map(|it| format!("default: {it}"));
    let example = || {
        let own = schema["examples"].get(0).or_else(|| schema["items"]["examples"].get(0));
        own.and_then(plain).map(|it| format!("example: {it}"))
    };
    default.or_else(example)
}

//! The text of a new entry.

use super::flag::{Flag, TARGETS, Takes};
use super::kind::Kind;
use crate::edit::{is_value, key, string};
use crate::schema::Kind as Of;
use clap::ArgMatches;

/// An entry with the options that were given, as TOML.
pub(super) fn text(kind: &Kind, name: &str, matches: &ArgMatches) -> String {
    let header = format!("{}.{}", key(kind.section), key(name));
    let mut own = format!("[{header}]\n");
    let typed = matches.try_get_one::<String>("TYPE").ok().flatten();
    let of_type = kind.of_type.as_ref().filter(|it| *it != name).or(typed);
    if let Some(of_type) = of_type {
        own.extend(["type = ", &string(of_type), "\n"]);
    }
    let mut tables: Vec<(Vec<String>, String)> = Vec::new();
    for flag in &kind.flags {
        let Some(value) = value(flag, name, matches, kind, typed) else { continue };
        let Some((last, above)) = flag.path.split_last() else { continue };
        let line = format!("{} = {value}\n", key(last));
        match tables.iter_mut().find(|(path, _)| path == above) {
            _ if above.is_empty() => own.push_str(&line),
            Some((_, lines)) => lines.push_str(&line),
            None => tables.push((above.to_vec(), line)),
        }
    }
    for (path, lines) in tables {
        let path: Vec<String> = path.iter().map(|part| key(part)).collect();
        own.extend(["\n[", &header, ".", &path.join("."), "]\n", &lines]);
    }
    own
}

/// What was given for a key, as TOML, or what stands for it where it must be there.
fn value(
    flag: &Flag,
    name: &str,
    matches: &ArgMatches,
    kind: &Kind,
    typed: Option<&String>,
) -> Option<String> {
    let given: Vec<String> = matches.get_many(&flag.id()).into_iter().flatten().cloned().collect();
    let Some(first) = given.first() else {
        return default(flag, name, matches, kind, typed);
    };
    Some(match &flag.takes {
        Takes::One(kinds) => one(first, kinds),
        Takes::List(kinds) => list(given.iter().map(String::as_str), kinds),
        Takes::Map => pairs(&given, |values| string(values.first().copied().unwrap_or_default())),
        Takes::Lists => pairs(&given, |values| list(values.iter().copied(), &[])),
    })
}

fn default(
    flag: &Flag,
    name: &str,
    matches: &ArgMatches,
    kind: &Kind,
    typed: Option<&String>,
) -> Option<String> {
    let is_of_type = flag.types.is_empty() || typed.is_some_and(|it| flag.types.contains(it));
    let (_, above) = flag.path.split_last()?;
    let beside = |other: &Flag| other.path.starts_with(above) && matches.contains_id(&other.id());
    // Where exporters run already, nothing needs to be known about what they watch.
    let runs = kind.of_type.is_some() && matches.contains_id(TARGETS);
    let is_used = above.is_empty() && !runs || !above.is_empty() && kind.flags.iter().any(beside);
    if is_of_type && is_used { flag.default_for(name).map(|path| string(&path)) } else { None }
}

fn one(text: &str, kinds: &[Of]) -> String {
    let bare = match text {
        "true" | "false" => Of::Boolean,
        _ => Of::Number,
    };
    let is_bare =
        kinds.contains(&bare) && is_value(text) && !text.starts_with(['"', '\'', '[', '{']);
    if is_bare { text.to_owned() } else { string(text) }
}

fn list<'t>(items: impl Iterator<Item = &'t str>, kinds: &[Of]) -> String {
    let items: Vec<String> = items.map(|item| one(item.trim(), kinds)).collect();
    format!("[{}]", items.join(", "))
}

/// `KEY=VALUE`, several times, as an inline table.
fn pairs(given: &[String], write: impl Fn(&[&str]) -> String) -> String {
    let mut keys: Vec<(&str, Vec<&str>)> = Vec::new();
    for pair in given {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match keys.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => keys.push((name, vec![value])),
        }
    }
    let pairs: Vec<String> =
        keys.iter().map(|(name, values)| format!("{} = {}", key(name), write(values))).collect();
    format!("{{ {} }}", pairs.join(", "))
}

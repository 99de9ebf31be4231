//! What the presets set, for the defaults that the reference shows.

use ::stackgen::catalog::Catalog;
use ::stackgen::decode::{Node, Value, merge};
use ::stackgen::diag::{Diagnostics, Sources};
use serde_json::Value as Json;

/// The presets, each after the one that it starts from.
const PRESETS: [&str; 3] = ["minimal", "standard", "production"];

/// What each preset has in full.
pub(crate) struct Presets(Vec<(&'static str, Node)>);

impl Presets {
    pub(crate) fn read() -> Self {
        let mut sources = Sources::default();
        Self(PRESETS.iter().map(|name| (*name, whole(name, &mut sources))).collect())
    }

    /// The values that presets give a key, each with those presets: `9090` in all of them.
    pub(crate) fn of(&self, path: &str) -> Vec<(Json, Vec<&'static str>)> {
        let mut found: Vec<(Json, Vec<&'static str>)> = Vec::new();
        for (preset, table) in &self.0 {
            let Some(value) = at(table, path) else { continue };
            let Some(value) = plain(value) else { continue };
            match found.iter_mut().find(|(known, _)| *known == value) {
                Some((_, presets)) => presets.push(preset),
                None => found.push((value, vec![preset])),
            }
        }
        found
    }

    /// A key's default with what presets set instead.
    pub(crate) fn beside(&self, default: &str, path: &str) -> String {
        let mut cell = default.to_owned();
        for (value, presets) in self.of(path) {
            let value = format!("`{value}`");
            if value == default {
                continue;
            }
            let whose = if presets.len() == PRESETS.len() {
                "in every preset".to_owned()
            } else {
                format!("in {}", presets.join(" and "))
            };
            let comma = if cell.is_empty() { "" } else { "; " };
            cell = format!("{cell}{comma}{value} {whose}");
        }
        cell
    }
}

/// A value that is no table.
fn plain(value: &Value) -> Option<Json> {
    Some(match value {
        Value::String(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Boolean(truth) => (*truth).into(),
        Value::Array(items) => {
            items.iter().map(|item| plain(&item.value)).collect::<Option<_>>()?
        }
        Value::Table(_) | Value::Datetime(_) => return None,
    })
}

/// A preset over the one that it starts from.
fn whole(name: &str, sources: &mut Sources) -> Node {
    let own =
        Catalog::preset(name, sources, &mut Diagnostics::default()).expect("the preset is there");
    match own.get("preset").and_then(Node::as_str).map(str::to_owned) {
        Some(base) => merge(whole(&base, sources), own),
        None => own,
    }
}

fn at<'t>(table: &'t Node, path: &str) -> Option<&'t Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let node = table.get(first)?;
    if rest.is_empty() { Some(&node.value) } else { at(node, rest) }
}

#[test]
fn a_key_is_shown_with_what_presets_set() {
    let presets = Presets::read();
    assert_eq!(presets.beside("", "prometheus.port"), "`9090` in every preset");
    assert_eq!(presets.beside("`true`", "alertmanager.enabled"), "`true`; `false` in minimal");
    assert_eq!(presets.beside("`false`", "proxy.enabled"), "`false`; `true` in production");
    assert_eq!(presets.beside("`1`", "prometheus.nothing"), "`1`");
}

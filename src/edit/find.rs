//! What stands at a place of a text.

use super::Draft;
use super::draft::pairs;
use super::layout::{Form, Path, Written};
use super::literal::dotted;
use std::ops::Range;

/// Something in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The keys that lead to it.
    pub path: Vec<String>,
    /// The item, as TOML, if it is one of an array.
    pub item: Option<String>,
}

impl Draft {
    /// What stands at a place, in bytes of the text: a table, a key with its value, or an item of an array.
    pub fn find(&self, at: usize) -> Option<Found> {
        let part = self.parts.iter().find(|part| (part.start..part.end).contains(&at))?;
        let inner = pairs(part).into_iter().map(|pair| (&pair.path, &pair.value));
        let own = part.value.iter().map(|value| (&part.path, value));
        let item = own.chain(inner).find_map(|(path, value)| self.item(path, value, at));
        let within = || pairs(part).into_iter().rev().find(|pair| pair.value.span.contains(&at));
        Some(item.unwrap_or_else(|| Found {
            path: within().map_or(&part.path, |pair| &pair.path).clone(),
            item: None,
        }))
    }

    fn item(&self, path: &Path, value: &Written, at: usize) -> Option<Found> {
        let Form::Array(items) = &value.form else { return None };
        let range: &Range<usize> = items.iter().find(|range| range.contains(&at))?;
        Some(Found { path: path.clone(), item: Some(self.as_str()[range.clone()].to_owned()) })
    }

    /// All keys that have a value, with dots between the tables.
    pub fn keys(&self) -> Vec<String> {
        let values = self.parts.iter().filter(|part| !part.is_header());
        let paths = values.flat_map(|part| {
            let inner = pairs(part).into_iter().map(|pair| &pair.path);
            std::iter::once(&part.path).chain(inner)
        });
        paths.map(|path| dotted(path)).collect()
    }

    /// The names of a section's entries, each once, in the order of the text.
    pub fn names(&self, section: &str) -> Vec<String> {
        let inner = self.parts.iter().flat_map(|part| {
            let paths = pairs(part).into_iter().map(|pair| &pair.path);
            std::iter::once(&part.path).chain(paths)
        });
        let mut names: Vec<String> = Vec::new();
        for path in inner.filter(|path| path.first().is_some_and(|it| it == section)) {
            if let Some(name) = path.get(1).filter(|name| !names.contains(name)) {
                names.push(name.clone());
            }
        }
        names
    }
}

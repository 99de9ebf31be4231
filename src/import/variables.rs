//! The variables that an application's files are interpolated with.

use super::interpolate::Lookup;
use std::collections::BTreeMap;

/// Variables and their values: the environment's before those of `.env` files.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    values: BTreeMap<String, String>,
}

impl Variables {
    pub(super) fn new(values: BTreeMap<String, String>) -> Self {
        Self { values }
    }

    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The value of a variable that an empty text does not set.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// Sets a variable that has no value yet.
    pub(super) fn add(&mut self, name: String, value: String) {
        self.values.entry(name).or_insert(value);
    }

    /// Sets a variable, whatever it was.
    pub(super) fn set(&mut self, name: &str, value: String) {
        self.values.insert(name.to_owned(), value);
    }

    /// For interpolation.
    pub(super) fn lookup(&self, name: &str) -> Lookup {
        match self.values.get(name) {
            Some(value) => Lookup::Value(value.clone()),
            None => Lookup::Unset,
        }
    }
}

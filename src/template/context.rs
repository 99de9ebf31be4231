use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use std::collections::BTreeMap;

/// The variables of a template.
#[derive(Clone, Debug, Default)]
pub struct Context(BTreeMap<String, Value>);

impl Context {
    /// Adds a variable, or replaces it.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.set(name, value);
        self
    }

    /// Adds a variable, or replaces it.
    pub fn set(&mut self, name: &str, value: impl Serialize) {
        self.0.insert(name.to_owned(), Value::from(Serde(value)));
    }

    pub(super) fn value(&self) -> Value {
        Value::from(self.0.clone())
    }
}

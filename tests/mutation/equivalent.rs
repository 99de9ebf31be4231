//! Changes that no test can see, with the reason of each.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A change that changes nothing.
#[derive(Debug)]
pub(crate) struct Equivalent {
    /// The alert or the recorded series; of several rules for one series, all.
    pub(crate) rule: String,
    /// What is changed, without the place in the expression.
    pub(crate) what: String,
}

/// The list, `equivalent.toml`.
///
/// # Panics
///
/// If it is not as it should be: each entry has a rule, a change, and a reason.
pub(crate) fn all() -> Vec<Equivalent> {
    let table = DeTable::parse(include_str!("equivalent.toml"))
        .expect("equivalent.toml is TOML")
        .into_inner();
    let Some(DeValue::Array(entries)) = table.get("equivalent").map(Spanned::get_ref) else {
        return vec![];
    };
    let mut seen = BTreeSet::new();
    let entry = |entry: &Spanned<DeValue<'_>>| {
        let text = |key: &str| match entry.get_ref() {
            DeValue::Table(entry) => match entry.get(key).map(Spanned::get_ref) {
                Some(DeValue::String(text)) => text.to_string(),
                _ => panic!("an entry of equivalent.toml lacks `{key}`"),
            },
            _ => panic!("an entry of equivalent.toml is no table"),
        };
        assert!(text("reason").len() > 20, "that is no reason: {:?}", text("reason"));
        let (rule, what) = (text("rule"), text("what"));
        assert!(seen.insert((rule.clone(), what.clone())), "{rule}, {what} is there twice");
        Equivalent { rule, what }
    };
    entries.iter().map(entry).collect()
}

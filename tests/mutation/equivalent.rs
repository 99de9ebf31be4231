//! Changes that no test can see, with the reason of each.

use std::collections::BTreeSet;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::mutant::Mutant;
use crate::rules::name_of;

/// A change that changes nothing.
#[derive(Debug)]
pub(crate) struct Equivalent {
    /// The alert or the recorded series; of several rules for one series, all.
    pub(crate) rule: String,
    /// What is changed, without the place in the expression; only its beginning if it ends with `*`.
    pub(crate) what: String,
    /// What stands right before the place, where the same change elsewhere in the expression is another
    /// matter.
    pub(crate) after: String,
}

impl Equivalent {
    /// Whether it is about a mutant of a rule.
    pub(crate) fn is(&self, rule: &Value, mutant: &Mutant) -> bool {
        let before = rule["expr"].as_str().and_then(|expr| expr.get(..mutant.place()?));
        self.rule == name_of(rule)
            && match self.what.strip_suffix('*') {
                Some(start) => mutant.kind().starts_with(start),
                None => mutant.kind() == self.what,
            }
            && before.unwrap_or_default().ends_with(&self.after)
    }
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
        let DeValue::Table(entry) = entry.get_ref() else {
            panic!("an entry of equivalent.toml is no table")
        };
        let text = |key: &str| match entry.get(key).map(Spanned::get_ref) {
            Some(DeValue::String(text)) => Some(text.to_string()),
            _ => None,
        };
        let needed = |key: &str| {
            text(key).unwrap_or_else(|| panic!("an entry of equivalent.toml lacks `{key}`"))
        };
        assert!(needed("reason").len() > 20, "that is no reason: {:?}", needed("reason"));
        let known = Equivalent {
            rule: needed("rule"),
            what: needed("what"),
            after: text("after").unwrap_or_default(),
        };
        assert!(seen.insert(format!("{known:?}")), "{known:?} is there twice");
        known
    };
    entries.iter().map(entry).collect()
}

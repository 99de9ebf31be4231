use crate::catalog::Way;
use crate::decode::Listed;
use crate::value::Name;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A flag for a key that a way to reach people asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// Its name, without dashes: `smtp-from`.
    pub name: String,
    /// What it says, for the help.
    pub help: String,
    /// A value as somebody would give it.
    pub example: String,
}

/// The flags for what ways ask for, by name.
pub fn flags(ways: &Listed<Name, Way>) -> Vec<Flag> {
    let mut flags: BTreeMap<String, Flag> = BTreeMap::new();
    for (way, it) in ways {
        for (key, asked) in &it.offer.asks {
            let name = flag_of(key.value.as_str());
            let question = asked.question.as_str();
            let flag = flags.entry(name.clone()).or_insert_with(|| Flag {
                name,
                help: String::new(),
                example: asked.example.to_string(),
            });
            if !flag.help.is_empty() {
                flag.help.push_str("; ");
            }
            let _ = write!(flag.help, "With `--receiver {way}`: {}", lower(question));
        }
    }
    flags.into_values().collect()
}

/// The flag of a key.
pub(super) fn flag_of(key: &str) -> String {
    key.replace('_', "-")
}

/// A question as the end of a sentence: `which Slack channel`.
fn lower(question: &str) -> String {
    let mut letters = question.trim_end_matches('?').chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

//! Why a text is not edited.

use std::fmt;
use std::ops::Range;

/// A text that is not TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong with it.
    pub message: String,
    /// Where, in bytes of the text.
    pub span: Range<usize>,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}

/// Why an edit was not made. The text is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is something of this name already.
    Exists(String),
    /// There is nothing of this name.
    Missing(String),
    /// What is written here is a table, and not one value.
    IsTable(String),
    /// What is written here has no keys.
    NotTable(String),
    /// What is written here is not an array.
    NotArray(String),
    /// What was given is not a value of TOML.
    NotValue(String),
    /// What was given is not the text of this one entry.
    NotEntry(String),
    /// The text would not be TOML any more, for this reason.
    Breaks(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(name) => write!(f, "`{name}` is there already"),
            Self::Missing(name) => write!(f, "there is no `{name}`"),
            Self::IsTable(name) => write!(f, "`{name}` is a table: set one of its keys"),
            Self::NotTable(name) => write!(f, "`{name}` is a value, so it has no keys"),
            Self::NotArray(name) => write!(f, "`{name}` is not an array"),
            Self::NotValue(text) => write!(f, "`{text}` is not a value of TOML"),
            Self::NotEntry(name) => write!(f, "what was given is not the text of `{name}` alone"),
            Self::Breaks(why) => write!(f, "the text would not be TOML any more: {why}"),
        }
    }
}

impl std::error::Error for Refusal {}

use std::fmt;

/// Why a text is not a value of some type, and what would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Why, as the rest of a sentence that starts with what was expected.
    pub reason: String,
    /// What to write instead, if that can be told.
    pub help: Option<String>,
}

impl Invalid {
    /// An error without a suggestion.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: None }
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A value written as one string.
pub trait Scalar: Sized + fmt::Display {
    /// What it is, with its article: `a duration`.
    const WHAT: &'static str;
    /// A good value, for messages and the reference.
    const EXAMPLE: &'static str;
    /// What is allowed, in a sentence or two, for the reference.
    const RULE: &'static str;
    /// Whether it is what people write in their own words: an example would say nothing.
    const FREE: bool = false;
    /// A regular expression that every good value matches (in the JSON Schema dialect), if a short
    /// one exists. It may let through what `parse` refuses, never the other way round.
    const PATTERN: Option<&'static str> = None;

    /// Reads the value.
    ///
    /// # Errors
    /// Says why `text` is no such value.
    fn parse(text: &str) -> Result<Self, Invalid>;
}

/// Tables of cases for the tests of each type.
#[cfg(test)]
pub(super) mod cases {
    use super::Scalar;

    /// `text` is good, and prints as `canonical`, which reads back as the same.
    #[track_caller]
    pub(crate) fn good<T: Scalar>(text: &str, canonical: &str) {
        let value = T::parse(text).unwrap_or_else(|e| panic!("{text:?} refused: {}", e.reason));
        assert_eq!(value.to_string(), canonical);
        let again = T::parse(canonical).unwrap_or_else(|e| panic!("{canonical:?}: {}", e.reason));
        assert_eq!(again.to_string(), canonical);
    }

    /// `text` is refused, with a reason that has `reason` in it.
    #[track_caller]
    pub(crate) fn bad<T: Scalar>(text: &str, reason: &str) {
        match T::parse(text) {
            Ok(value) => panic!("{text:?} taken as {value}"),
            Err(e) => assert!(e.reason.contains(reason), "{text:?} refused with: {}", e.reason),
        }
    }

    /// The type's own example is good.
    #[track_caller]
    pub(crate) fn example<T: Scalar>() {
        T::parse(T::EXAMPLE).unwrap_or_else(|e| panic!("{:?}: {}", T::EXAMPLE, e.reason));
    }
}

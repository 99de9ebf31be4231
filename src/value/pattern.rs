//! Regular expressions of a stranger's, compiled within bounds.

use regex::bytes::{Regex, RegexBuilder};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;

/// How large a compiled pattern may become, tried one after the other, so that each pays about what it
/// takes. Prometheus' own limit lies near the last.
const SIZES: [usize; 4] = [4 << 10, 16 << 10, 64 << 10, 256 << 10];

/// How deep groups may nest.
const DEEPEST: u32 = 50;

/// How large all patterns of a spec may become together. 10,000 patterns of some words take 40 MiB.
const ALL: usize = 64 << 20;

/// How many steps may be taken with them, one for each byte of a pattern and of a text.
const STEPS: u64 = 100_000_000_000;

/// A compiled pattern, and what it pays for each byte that it looks at.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    size: usize,
}

/// What the patterns of a spec may take together.
#[derive(Debug)]
pub struct Patterns {
    size: Cell<usize>,
    steps: Cell<u64>,
    known: RefCell<BTreeMap<String, Result<Pattern, BadPattern>>>,
}

/// Why a pattern was not compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern {
    /// Why, in a few words.
    pub reason: String,
}

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl Default for Patterns {
    fn default() -> Self {
        Self { size: Cell::new(ALL), steps: Cell::new(STEPS), known: RefCell::default() }
    }
}

impl Patterns {
    /// Compiles a pattern, once.
    ///
    /// # Errors
    /// Says what is wrong with it, or that it is too large.
    pub fn compile(&self, pattern: &str) -> Result<Pattern, BadPattern> {
        if let Some(known) = self.known.borrow().get(pattern) {
            return known.clone();
        }
        let result = self.build(pattern);
        self.known.borrow_mut().insert(pattern.to_owned(), result.clone());
        result
    }

    fn build(&self, pattern: &str) -> Result<Pattern, BadPattern> {
        let mut result = Err(bad("it is too large"));
        for size in SIZES {
            let left = self.size.get().checked_sub(size);
            let Some(left) = left else {
                return Err(bad("the patterns of this spec are too large together"));
            };
            self.size.set(left);
            // Metrics are ASCII, and a `\w` of all languages takes a hundred times the room.
            let compiled = build(pattern, size, false).or_else(|error| match error {
                regex::Error::Syntax(_) => build(pattern, size, true),
                error => Err(error),
            });
            match compiled {
                Ok(regex) => return Ok(Pattern { regex, size }),
                Err(regex::Error::CompiledTooBig(_)) => {
                    result =
                        Err(bad(format!("it is larger than {} KiB when compiled", size >> 10)));
                }
                Err(error) => {
                    let reason = error.to_string();
                    let last = reason.lines().last().unwrap_or_default();
                    return Err(bad(last.trim_start_matches("error: ")));
                }
            }
        }
        result
    }

    /// Whether a pattern matches. `None` once all steps were taken.
    pub fn matches(&self, pattern: &Pattern, text: &str) -> Option<bool> {
        let steps = (pattern.size as u64).saturating_mul(text.len() as u64 + 1);
        self.steps.set(self.steps.get().checked_sub(steps)?);
        Some(pattern.regex.is_match(text.as_bytes()))
    }
}

fn build(pattern: &str, size: usize, unicode: bool) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .unicode(unicode)
        .size_limit(size)
        .dfa_size_limit(size)
        .nest_limit(DEEPEST)
        .build()
}

fn bad(reason: impl Into<String>) -> BadPattern {
    BadPattern { reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_every_day() {
        let patterns = Patterns::default();
        for (pattern, text) in [
            ("^(?s:go_.*)$", "go_goroutines"),
            (r"\w{1,40}_(total|sum)", "http_requests_total"),
            ("(?i)Größe", "größe"),
            (r"\p{Greek}+", "λ"),
            ("[é]", "é"),
        ] {
            let compiled = patterns.compile(pattern).unwrap();
            assert_eq!(patterns.matches(&compiled, text), Some(true), "{pattern}");
        }
    }

    #[test]
    fn what_is_refused() {
        let case = |pattern: &str, reason: &str| {
            assert_eq!(Patterns::default().compile(pattern).unwrap_err().reason, reason);
        };
        case("(", "unclosed group");
        case("((a{1000}){1000}){1000}", "it is larger than 256 KiB when compiled");
        let deep = format!("{}a{}", "(".repeat(100), ")".repeat(100));
        case(&deep, "exceed the maximum number of nested parentheses/brackets (50)");
    }

    #[test]
    fn together_they_have_a_limit() {
        let patterns = Patterns::default();
        let results = (0..20_000).map(|number| patterns.compile(&format!("a{number}")));
        assert_eq!(results.flatten().count(), ALL / SIZES[0]);
        let patterns = Patterns::default();
        let pattern = patterns.compile("a").unwrap();
        let text = "x".repeat(1 << 20);
        let steps = (0..100).map(|_| patterns.matches(&pattern, &text));
        assert!(steps.flatten().count() < 30);
    }
}

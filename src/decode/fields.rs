use super::secret::nearest;
use super::{Decode, Entry, Node, Value, codes, elsewhere};
use crate::diag::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::value::{Invalid, Scalar};
use serde_json::Value as Json;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

/// What a decoder needs besides the tree: a place for problems.
pub struct Cx<'a> {
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    /// With broken syntax, a key that seems missing may stand in what could not be read.
    broken: bool,
    /// The lines with broken syntax.
    broken_lines: BTreeSet<(SourceId, usize)>,
    /// How many problems were reported.
    reported: usize,
    /// What is read is known to hold no secrets.
    trusting: bool,
    /// What to write instead of the value that is read next, if that has the wrong type.
    instead: Option<String>,
}

impl<'a> Cx<'a> {
    /// A context that reports to `diagnostics`.
    pub fn new(sources: &'a mut Sources, diagnostics: &'a mut Diagnostics) -> Self {
        let broken = diagnostics.has(codes::SYNTAX);
        let broken_lines =
            if broken { diagnostics.lines(codes::SYNTAX, sources) } else { BTreeSet::new() };
        Self {
            sources,
            diagnostics,
            broken,
            broken_lines,
            reported: 0,
            trusting: false,
            instead: None,
        }
    }

    /// A context for what is part of the program, in which nobody has to look for secrets.
    pub fn trusting(sources: &'a mut Sources, diagnostics: &'a mut Diagnostics) -> Self {
        Self { trusting: true, ..Self::new(sources, diagnostics) }
    }

    /// Reports a problem.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.reported += 1;
        // What stands on a line with broken syntax is guessed, and so would be what is wrong with it.
        let guessed = self.broken
            && diagnostic.code != codes::SECRET_LITERAL
            && diagnostic.labels.first().is_some_and(|label| {
                self.broken_lines
                    .contains(&(label.span.source, self.sources.position(label.span).line))
            });
        if !guessed {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reads a value, and says whether there was no problem in it.
    pub fn sound<T: Decode>(&mut self, node: &Node) -> (Option<T>, bool) {
        self.watched(|cx| T::decode(node, cx))
    }

    /// Reads something, and says whether there was no problem in it.
    pub fn watched<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let before = self.reported;
        let value = read(self);
        (value, self.reported == before)
    }

    /// Reads the value of a key. One that is a single value where a list or a table stands is told how to
    /// write it.
    pub fn value_of<T: Decode>(&mut self, key: &str, node: &Node) -> Option<T> {
        let wrapped = T::wrapped(node, self);
        self.instead = wrapped.map(|value| format!("{key} = {value}"));
        let value = T::decode(node, self);
        self.instead = None;
        value
    }

    /// Whether a value can be read. Nothing is reported.
    pub(super) fn fits<T: Decode>(&mut self, node: &Node) -> bool {
        let mut diagnostics = Diagnostics::default();
        let mut cx = Cx::new(self.sources, &mut diagnostics);
        let (value, sound) = cx.sound::<T>(node);
        value.is_some() && sound
    }

    /// Reports a value of the wrong type.
    pub fn wrong_type(&mut self, node: &Node, expected: &str, example: &str) {
        let mut problem = Diagnostic::error(
            codes::WRONG_TYPE,
            format!("expected {expected}, found {}", node.kind()),
        )
        .at(node.span, format!("this is {}", node.kind()));
        let bare = ["a boolean", "an integer", "a number", "a port"].contains(&expected);
        if bare && node.as_str().is_some_and(|text| text.parse::<f64>().is_ok()) {
            problem = problem.help("write it without quotes");
        } else if let Some(instead) = self.instead.take() {
            problem = problem.help(instead);
        } else if !example.is_empty() {
            problem = problem.help(format!("for example: {example}"));
        } else if expected.starts_with("a text") && !node.is_composite() {
            problem = problem.help("write it in quotes");
        }
        self.report(problem);
    }

    /// Reports a value of the right type that is not allowed.
    pub fn bad_value(&mut self, span: Span, what: &str, reason: &str, help: Option<String>) {
        let problem = Diagnostic::error(codes::BAD_VALUE, format!("{what} {reason}")).at(span, "");
        // Each line of it can be copied.
        let help = help.unwrap_or_default();
        self.report(help.lines().fold(problem, Diagnostic::help));
    }

    /// A value that its type accepts. A refusal is reported.
    pub(super) fn accepted<T: Scalar>(
        &mut self,
        span: Span,
        value: Result<T, Invalid>,
    ) -> Option<T> {
        value.map_err(|error| self.bad_value(span, T::WHAT, &error.reason, error.help)).ok()
    }

    /// The text of a string value. One that looks like a secret is refused, and never shown.
    pub fn text<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        example: impl fmt::Display,
    ) -> Option<&'n str> {
        let Value::String(text) = &node.value else {
            self.wrong_type(node, what, &example.to_string());
            return None;
        };
        (!self.refuse_secret_text(text, node.span)).then_some(text)
    }

    pub(super) fn is_trusting(&self) -> bool {
        self.trusting
    }

    /// No report will quote it.
    pub(super) fn hide(&mut self, span: Span) {
        self.sources.hide(span);
    }

    /// The entries of a table.
    pub fn entries<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Entry]> {
        let Value::Table(entries) = &node.value else {
            self.wrong_type(node, what, "");
            return None;
        };
        Some(entries)
    }

    /// Reports a key that means nothing in a table whose keys are `known`.
    pub fn unknown_key(&mut self, entry: &Entry, known: &[&str], what: &str) {
        if self.refuse_secret_key(entry) || self.refuse_unknown_secret(entry, known, what) {
            return;
        }
        if let Some(text) = entry.node.as_str() {
            self.refuse_secret_text(text, entry.node.span);
        }
        let mut problem =
            Diagnostic::error(codes::UNKNOWN_KEY, format!("unknown key `{}` in {what}", entry.key))
                .at(entry.key_span, "");
        if self.diagnostics.are_too_many() {
            return self.report(problem);
        }
        problem = match (elsewhere::advice(what, &entry.key), nearest(&entry.key, known)) {
            (Some(advice), _) => problem.help(advice),
            (_, Some(near)) => problem.help(format!("did you mean `{near}`?")),
            _ if known.is_empty() => problem,
            _ => problem.help(format!("the keys here are {}", list(known))),
        };
        self.report(problem);
    }

    /// Reports a key that must be there.
    pub fn missing_key(&mut self, span: Span, key: &str, what: &str, help: Option<String>) {
        if self.broken {
            return;
        }
        self.report(
            Diagnostic::error(codes::MISSING_KEY, format!("{what} needs `{key}`"))
                .at(span, format!("`{key}` is missing here"))
                .help_opt(help),
        );
    }
}

fn list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

/// The entries of one table, on their way into the fields of a type.
pub struct Fields<'n> {
    entries: &'n [Entry],
    span: Span,
    what: &'n str,
    known: &'n [&'n str],
    /// How many entries were read, and the place after the last of them: keys often stand in the
    /// order in which they are asked for.
    read: Cell<usize>,
    next: Cell<usize>,
}

impl<'n> Fields<'n> {
    /// Starts reading a table whose keys are `known`.
    pub fn new(
        node: &'n Node,
        what: &'n str,
        known: &'n [&'n str],
        cx: &mut Cx<'_>,
    ) -> Option<Self> {
        let (entries, span) = (cx.entries(node, what)?, node.span);
        Some(Self { entries, span, what, known, read: Cell::new(0), next: Cell::new(0) })
    }

    /// The entry of a key that is read once.
    pub fn entry(&self, key: &str) -> Option<&'n Entry> {
        let (before, after) = self.entries.split_at(self.next.get());
        let has_key = |entry: &Entry| entry.key == key;
        let at = match after.iter().position(has_key) {
            Some(at) => before.len() + at,
            None => before.iter().position(has_key)?,
        };
        self.next.set(at + 1);
        self.read.set(self.read.get() + 1);
        Some(&self.entries[at])
    }

    /// Reads one field. A default stands in for a key that is not there. The lines of its
    /// documentation have the example for those who left it out.
    pub fn take<T: Decode>(
        &self,
        key: &str,
        default: Option<T>,
        docs: &[&str],
        cx: &mut Cx<'_>,
    ) -> Option<T> {
        match self.entry(key) {
            Some(entry) => cx.value_of(key, &entry.node).or(default).or_else(T::stand_in),
            None => default.or_else(T::absent).or_else(|| {
                self.missing(key, example::<T>(docs), cx);
                None
            }),
        }
    }

    /// Reports a key that must be there, with an example as TOML.
    pub fn missing(&self, key: &str, example: Option<String>, cx: &mut Cx<'_>) {
        // Who misspells a key shall hear of it once.
        if !self.unknown().any(|entry| nearest(&entry.key, self.known) == Some(key)) {
            let help = example.map(|example| format!("for example: {key} = {example}"));
            cx.missing_key(self.span, key, self.what, help);
        }
    }

    /// Reports every key that is not known.
    pub fn finish(&self, cx: &mut Cx<'_>) {
        if self.read.get() == self.entries.len() {
            return;
        }
        for entry in self.unknown() {
            cx.unknown_key(entry, self.known, self.what);
        }
    }

    fn unknown(&self) -> impl Iterator<Item = &'n Entry> {
        self.entries.iter().filter(|entry| !self.known.contains(&&*entry.key))
    }
}

/// The example that a field's documentation has, as TOML.
fn example<T: Decode>(docs: &[&str]) -> Option<String> {
    let example = docs.iter().rev().find_map(|line| line.trim().strip_prefix("Example: `"))?;
    let example = example.strip_suffix('`')?;
    match T::stand_in().as_ref().and_then(T::to_json)? {
        Json::String(_) => Some(format!("\"{example}\"")),
        Json::Number(_) | Json::Bool(_) => Some(example.to_owned()),
        _ => None,
    }
}

//! Files into one tree: parsed, with variables replaced, includes and extends resolved, and merged.

use super::codes::COMPOSE_FILE;
use super::files::{Files, normal, refused};
use super::interpolate::interpolate;
use super::report::Unknown;
use super::service::Variable;
use super::variables::Variables;
use super::{canonical, conceal, dotenv, extends, foreign, include, merge};
use crate::diag::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::yaml::{Fault, Node, Text, Value, parse};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What is needed to read an application's files.
pub(super) struct Loader<'a> {
    pub(super) files: Files<'a>,
    pub(super) sources: &'a mut Sources,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) unknown: Unknown,
    /// Whether there is a `.env` for the application.
    pub(super) has_dotenv: bool,
    /// The files that were parsed, as they are before their variables are replaced.
    parsed: BTreeMap<PathBuf, Rc<Vec<Node>>>,
    /// The files of variables that were read.
    assigned: BTreeMap<PathBuf, Assigned>,
    /// How many files were laid over others, repeated ones included.
    laid: usize,
    /// How many values files and services were given by others.
    given: usize,
    /// How many bytes variables were replaced with.
    replaced: usize,
}

/// A file of variables: its source, and what is in it.
type Assigned = (SourceId, Rc<Vec<dotenv::Assignment>>);

/// How many files may be laid over others.
const MOST_LAID: usize = 500;

/// How many values services may be given by files that are laid over each other, by services that they
/// extend and by env files.
const MOST_GIVEN: usize = 500_000;

/// How many bytes variables may be replaced with.
const MOST_REPLACED: usize = 16 << 20;

/// How many services or networks a file may have. The largest known application has 60.
const MOST_SERVICES: usize = 2000;

/// Where a file is looked at from.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The folder that its paths start from.
    pub(super) folder: &'a Path,
    /// The variables that it may use.
    pub(super) variables: &'a Variables,
    /// The files that include this one, the outermost first.
    pub(super) trail: &'a [PathBuf],
}

impl<'a> Loader<'a> {
    pub(super) fn new(
        files: Files<'a>,
        sources: &'a mut Sources,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            files,
            sources,
            diagnostics,
            unknown: Unknown::default(),
            has_dotenv: false,
            parsed: BTreeMap::new(),
            assigned: BTreeMap::new(),
            laid: 0,
            given: 0,
            replaced: 0,
        }
    }

    /// Reads some files, each laid over the one before.
    pub(super) fn application(
        &mut self,
        paths: &[PathBuf],
        around: Around<'_>,
        asked: Option<Span>,
    ) -> Result<Node, Diagnostic> {
        let mut whole: Option<Node> = None;
        for path in paths {
            let path = normal(path);
            self.laid += 1;
            if self.laid > MOST_LAID {
                let message = format!("this application includes more than {MOST_LAID} files");
                return Err(Diagnostic::error(COMPOSE_FILE, message).at_opt(asked, ""));
            }
            let documents = self.documents(&path, asked)?;
            for document in documents.iter() {
                self.give(document.size(), asked)?;
                let mut document = document.clone();
                self.replace(&mut document, around.variables);
                for service in include::services(&mut document).into_iter().flatten() {
                    locate_env_files(&mut service.node, around.folder);
                }
                let trail: Vec<PathBuf> = around.trail.iter().chain([&path]).cloned().collect();
                let around = Around { trail: &trail, ..around };
                let document = include::apply(document, around, self)?;
                let document = extends::apply(document, &path, around, self)?;
                whole = Some(match whole {
                    Some(base) => merge::files(base, document),
                    None => document,
                });
            }
        }
        let nothing = || Diagnostic::error(COMPOSE_FILE, "the Compose file is empty");
        let whole = whole.map(merge::clean).ok_or_else(nothing)?;
        count(&whole, "this application")?;
        Ok(whole)
    }

    /// Counts values that something is given by others, of which there must not be too many.
    pub(super) fn give(&mut self, values: usize, asked: Option<Span>) -> Result<(), Diagnostic> {
        self.given = self.given.saturating_add(values);
        if self.given <= MOST_GIVEN {
            return Ok(());
        }
        let message = "the files and services of this application repeat each other too often";
        Err(Diagnostic::error(COMPOSE_FILE, message)
            .at_opt(asked, "")
            .note(format!("together they have more than {MOST_GIVEN} values")))
    }

    /// The documents of a file.
    pub(super) fn documents(
        &mut self,
        path: &Path,
        asked: Option<Span>,
    ) -> Result<Rc<Vec<Node>>, Diagnostic> {
        if let Some(known) = self.parsed.get(path) {
            return Ok(Rc::clone(known));
        }
        let source = self.files.read(path, asked, self.sources)?;
        let text = self.sources.get(source).text.clone();
        let documents = match parse(source, &text) {
            Ok(documents) => documents,
            Err(fault) => return Err(self.unreadable(source, &text, fault)),
        };
        conceal::file(source, &documents, self.sources);
        let mut kept = Vec::new();
        for mut document in documents {
            if document.is_null() {
                continue;
            }
            self.accept(&document, source, &text)?;
            canonical::file(&mut document);
            kept.push(document);
        }
        if kept.is_empty() {
            let name = &self.sources.get(source).name;
            let message = format!("{name} is empty");
            return Err(Diagnostic::error(COMPOSE_FILE, message)
                .help("name the application's Compose file"));
        }
        let kept = Rc::new(kept);
        self.parsed.insert(path.to_owned(), Rc::clone(&kept));
        Ok(kept)
    }

    /// What to say of a text that is not YAML.
    fn unreadable(&mut self, source: SourceId, text: &str, fault: Fault) -> Diagnostic {
        let name = self.sources.get(source).name.clone();
        conceal::line(fault.span, self.sources);
        if let Some((other, _)) = fault.other {
            conceal::line(other, self.sources);
            return refused(fault.message, fault.span)
                .at(other, fault.other.map_or("", |(_, text)| text))
                .help("remove one of the two");
        }
        if let Some(foreign) = foreign::of_text(text) {
            let span = find(source, text, foreign.sign).unwrap_or(fault.span);
            conceal::line(span, self.sources);
            let message = format!("{name} is {}", foreign.what);
            return Diagnostic::error(COMPOSE_FILE, message).at(span, "").help(foreign.help);
        }
        Diagnostic::error(COMPOSE_FILE, fault.message).at(fault.span, "")
    }

    /// Whether a document is one of a Compose file.
    fn accept(&mut self, document: &Node, source: SourceId, text: &str) -> Result<(), Diagnostic> {
        let name = self.sources.get(source).name.clone();
        let wrong = |what: &str, span: Span| {
            Diagnostic::error(COMPOSE_FILE, format!("{name} is {what}")).at(span, "")
        };
        let Value::Map(entries) = &document.value else {
            let start = Span::new(source, 0..text.lines().next().map_or(0, str::len));
            if let Some(foreign) = foreign::of_text(text) {
                let span = find(source, text, foreign.sign).unwrap_or(start);
                return Err(wrong(foreign.what, span).help(foreign.help));
            }
            let what = format!("not a Compose file: it holds {}", document.kind());
            return Err(wrong(&what, start).help("name the application's Compose file"));
        };
        let parts =
            ["services", "include", "networks", "volumes", "secrets", "configs", "version", "name"];
        let is_compose = |key: &str| parts.contains(&key) || key.starts_with("x-");
        count(document, &name)?;
        if let Some(services) = document.entry("services") {
            return match services.node.value {
                Value::Map(_) | Value::Null => Ok(()),
                _ => {
                    Err(refused("`services` is a mapping of names to services", services.key_span))
                }
            };
        }
        if document.entry("include").is_some() {
            return Ok(());
        }
        if let Some(foreign) = foreign::of_document(document) {
            let sign = document.entry(foreign.sign).map(|entry| entry.key_span);
            let first = entries.first().map_or(document.span, |entry| entry.key_span);
            return Err(wrong(foreign.what, sign.unwrap_or(first)).help(foreign.help));
        }
        if entries.iter().any(|entry| is_compose(&entry.key)) {
            return Ok(());
        }
        let first = entries.first().map_or(document.span, |entry| entry.key_span);
        Err(wrong("not a Compose file: it has no `services:`", first)
            .help("name the application's Compose file"))
    }

    /// Replaces the variables in a document.
    fn replace(&mut self, node: &mut Node, variables: &Variables) {
        match &mut node.value {
            Value::Null => {}
            Value::Text(text) => self.replace_text(text, node.span, variables),
            Value::List(items) => items.iter_mut().for_each(|it| self.replace(it, variables)),
            Value::Map(entries) => {
                for entry in entries {
                    self.replace(&mut entry.node, variables);
                }
            }
        }
    }

    fn replace_text(&mut self, text: &mut Text, span: Span, variables: &Variables) {
        let raw = text.raw.take().unwrap_or_else(|| text.text.clone());
        if !raw.contains('$') {
            return;
        }
        if self.replaced > MOST_REPLACED {
            *text = Text { text: Text::UNKNOWN.to_string(), raw: Some(raw) };
            return;
        }
        let found = interpolate(&raw, &|name| variables.lookup(name));
        for name in found.unset {
            self.unknown.unset.entry(name).or_insert(span);
        }
        for name in found.required {
            self.unknown.required.entry(name).or_insert(span);
        }
        if found.bad {
            self.unknown.bad.push(span);
        }
        self.replaced += found.text.len();
        text.text = found.text;
        text.raw = Some(raw);
    }

    /// Replaces the variables in a service, and makes its paths independent of where it stands. Doing it
    /// again changes nothing.
    pub(super) fn place(&mut self, service: &mut Node, around: Around<'_>) {
        self.replace(service, around.variables);
        locate_env_files(service, around.folder);
    }

    /// The variables of a service's env file.
    pub(super) fn env_file(
        &mut self,
        path: &Path,
        asked: Span,
        known: &Variables,
    ) -> Result<Vec<Variable>, Diagnostic> {
        let (source, found) = self.variables_of(path, Some(asked), known)?;
        self.give(found.len(), Some(asked))?;
        let variable = |it: &dotenv::Assignment| {
            let value = it.value.as_deref().or_else(|| known.get(&it.name));
            Variable {
                name: it.name.clone(),
                value: value.map(Text::new),
                place: Span::new(source, it.place.clone()),
            }
        };
        Ok(found.iter().map(variable).collect())
    }

    /// Reads a file of variables: names, values and places. Values never appear in a report.
    pub(super) fn variables_of(
        &mut self,
        path: &Path,
        asked: Option<Span>,
        known: &Variables,
    ) -> Result<Assigned, Diagnostic> {
        let path = normal(path);
        if let Some((source, found)) = self.assigned.get(&path) {
            return Ok((*source, Rc::clone(found)));
        }
        let source = self.files.read(&path, asked, self.sources)?;
        let text = self.sources.get(source).text.clone();
        let lookup = |name: &str| known.get(name).map(str::to_owned);
        let (found, bad) = dotenv::parse(&text, &lookup);
        let all = Span::new(source, 0..text.len());
        // Only names are shown.
        let mut from = 0;
        for name in found.iter().map(|it| it.place.clone()) {
            self.sources.hide(Span::new(source, from..name.start.max(from)));
            from = name.end.max(from);
        }
        self.sources.hide(Span::new(source, from..all.range().end));
        if let Some(first) = bad.first() {
            let name = self.sources.get(source).name.clone();
            let message = format!("{name} has a line that is not `NAME=VALUE`");
            let problem = Diagnostic::warning(super::codes::COMPOSE_UNKNOWN, message);
            self.diagnostics.push(
                problem
                    .at(Span::new(source, first.clone()), "")
                    .note("Compose refuses such a file; stackgen leaves the line out"),
            );
        }
        let found = Rc::new(found);
        self.assigned.insert(path, (source, Rc::clone(&found)));
        Ok((source, found))
    }
}

/// Whether there are not too many services and networks.
fn count(tree: &Node, whose: &str) -> Result<(), Diagnostic> {
    let parts = ["services", "networks"].into_iter().filter_map(|key| tree.entry(key));
    match parts.into_iter().find(|part| part.node.entries().len() > MOST_SERVICES) {
        Some(part) => {
            let message = format!("{whose} has more than {MOST_SERVICES} {}", part.key);
            Err(Diagnostic::error(COMPOSE_FILE, message).at(part.key_span, ""))
        }
        None => Ok(()),
    }
}

fn locate_env_files(service: &mut Node, folder: &Path) {
    let Value::Map(entries) = &mut service.value else { return };
    for entry in entries.iter_mut().filter(|entry| entry.key == "env_file") {
        let Value::List(files) = &mut entry.node.value else { continue };
        for file in files {
            let Value::Map(keys) = &mut file.value else { continue };
            for key in keys.iter_mut().filter(|key| key.key == "path") {
                if let Value::Text(text) = &mut key.node.value {
                    text.text = normal(&folder.join(&text.text)).display().to_string();
                }
            }
        }
    }
}

/// Where a sign stands in a text.
fn find(source: SourceId, text: &str, sign: &str) -> Option<Span> {
    let at = text.find(sign).filter(|_| !sign.is_empty())?;
    Some(Span::new(source, at..at + sign.len()))
}

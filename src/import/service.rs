//! One service, with what its files say of it in a form that can be asked.

use super::loader::Loader;
use super::port::{self, Port};
use super::variables::Variables;
use crate::diag::{Diagnostic, Span};
use crate::yaml::{Entry, Node, Text, Value};
use std::collections::BTreeSet;
use std::path::Path;

/// A service of an application.
pub(super) struct Service {
    /// Its name.
    pub(super) name: String,
    /// Where its name stands.
    pub(super) place: Span,
    /// All that is said of it.
    pub(super) node: Node,
    /// Its variables, those of its env files last.
    pub(super) variables: Vec<Variable>,
    /// Where its container listens as far as `ports` and `expose` tell, in their order.
    pub(super) ports: Vec<Port>,
}

/// A variable in a service's environment.
pub(super) struct Variable {
    /// Its name.
    pub(super) name: String,
    /// Its value, if it is known.
    pub(super) value: Option<Text>,
    /// Where its name stands.
    pub(super) place: Span,
}

impl Variable {
    /// Whether its name is one that may be shown, and not a value in the place of a name: who forgets the
    /// `=` in `PASSWORD=value` has such a name.
    pub(super) fn is_sound(&self) -> bool {
        let good = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'.';
        let is_mixed = self.name.contains(|c: char| c.is_ascii_lowercase())
            && self.name.contains(|c: char| c.is_ascii_uppercase());
        let has_parts = self.name.contains("__");
        self.name.len() <= 64 && self.name.bytes().all(good) && (!is_mixed || has_parts)
    }
}

impl Service {
    /// Reads a service of the merged files.
    pub(super) fn new(entry: &Entry, variables: &Variables, loader: &mut Loader<'_>) -> Self {
        let node = entry.node.clone();
        let mut service = Self {
            name: entry.key.clone(),
            place: entry.key_span,
            variables: environment(&node, variables),
            ports: port::of(&node),
            node,
        };
        service.env_files(variables, loader);
        service
    }

    /// Adds what its env files say, as far as they are there.
    fn env_files(&mut self, variables: &Variables, loader: &mut Loader<'_>) {
        let Some(files) = self.node.get("env_file").cloned() else { return };
        // A later file has the say.
        for file in files.items().iter().rev() {
            let Some(path) = file.get("path") else { continue };
            let Some(text) = path.text().and_then(Text::known) else { continue };
            let text = Path::new(text);
            if !loader.files.has(text) {
                let required = file.get_str("required") != Some("false");
                if required {
                    let name = loader.files.name(text);
                    loader.unknown.env_files.entry(name).or_insert(path.span);
                }
                continue;
            }
            match loader.env_file(text, path.span, variables) {
                Ok(found) => self.add(found),
                Err(problem) => loader.diagnostics.push(softened(problem)),
            }
        }
    }

    fn add(&mut self, found: Vec<Variable>) {
        let mut known: BTreeSet<String> = self.variables.iter().map(|it| it.name.clone()).collect();
        // The last line for a name has the say.
        let new = found.into_iter().rev().filter(|it| known.insert(it.name.clone()));
        let mut new: Vec<_> = new.collect();
        new.reverse();
        self.variables.extend(new);
    }

    /// A variable of its environment.
    pub(super) fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|it| it.name == name)
    }

    /// The known value of a variable of its environment.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.variable(name)?.value.as_ref()?.known()
    }

    /// The entries below a key that holds a mapping.
    pub(super) fn entries(&self, key: &str) -> &[Entry] {
        self.node.get(key).map(Node::entries).unwrap_or_default()
    }

    /// Its command and its entrypoint, word by word.
    pub(super) fn words(&self) -> Vec<String> {
        let texts = ["entrypoint", "command"].into_iter().filter_map(|key| self.node.get(key));
        texts.flat_map(words).collect()
    }

    /// Where its command stands.
    pub(super) fn command_place(&self) -> Option<Span> {
        let entry = self.node.entry("command").or_else(|| self.node.entry("entrypoint"))?;
        Some(entry.key_span)
    }

    /// What its health check runs, and where that stands.
    pub(super) fn healthcheck(&self) -> Option<(String, Span)> {
        let entry = self.node.get("healthcheck")?.entry("test")?;
        let text = words(&entry.node).join(" ");
        Some((text, entry.key_span))
    }

    /// The paths inside the container at which something is mounted.
    pub(super) fn mounts(&self) -> Vec<(String, Span)> {
        let volumes = self.node.get("volumes").map(Node::items).unwrap_or_default();
        volumes.iter().filter_map(|it| Some((mounted_at(it)?, it.span))).collect()
    }

    /// Its labels, on the container or on the service.
    pub(super) fn labels(&self) -> impl Iterator<Item = (&str, &str, Span)> {
        let own = self.entries("labels").iter();
        let deployed = self.node.get("deploy").and_then(|it| it.get("labels"));
        let deployed = deployed.map(Node::entries).unwrap_or_default().iter();
        own.chain(deployed).filter_map(|it| Some((it.key.as_str(), it.node.str()?, it.key_span)))
    }

    /// The profiles that it is part of.
    pub(super) fn profiles(&self) -> impl Iterator<Item = &str> {
        let profiles = self.node.get("profiles").map(Node::items).unwrap_or_default();
        profiles.iter().filter_map(Node::str)
    }

    /// Whether it listens on a port for people or containers, as far as the files tell.
    pub(super) fn has_ports(&self) -> bool {
        !self.ports.is_empty() || self.node.get("ports").is_some_and(|it| !it.items().is_empty())
    }
}

/// What Compose would refuse is only worth a warning, where something else can be imported.
fn softened(problem: Diagnostic) -> Diagnostic {
    Diagnostic { severity: crate::diag::Severity::Warning, ..problem }
}

/// The environment that a service is given in the Compose files.
fn environment(node: &Node, variables: &Variables) -> Vec<Variable> {
    let entries = node.get("environment").map(Node::entries).unwrap_or_default();
    let variable = |entry: &Entry| {
        let value = match &entry.node.value {
            Value::Text(text) => Some(text.clone()),
            // Passed through from whoever runs Compose.
            _ => variables.get(&entry.key).map(|value| {
                let raw = Some(format!("${{{}}}", entry.key));
                Text { text: value.to_owned(), raw }
            }),
        };
        Variable { name: entry.key.clone(), value, place: entry.key_span }
    };
    entries.iter().map(variable).collect()
}

/// The words of a command, which is a list or one text.
fn words(node: &Node) -> Vec<String> {
    let texts = node.one_or_more().iter().filter_map(Node::str);
    texts.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// Where a volume is mounted: `SOURCE:TARGET[:MODE]`, `TARGET`, or a mapping with `target`.
fn mounted_at(volume: &Node) -> Option<String> {
    let Some(text) = volume.str() else { return volume.get_str("target").map(str::to_owned) };
    let mut parts = text.split(':').rev().filter(|part| part.starts_with('/'));
    parts.next().map(str::to_owned)
}

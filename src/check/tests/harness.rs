//! From texts to what the checks say about them.

use super::super::{check, check_thoroughly};
use crate::catalog::{Catalog, UserFile};
use crate::decode::{Cx, Decode, Node, merge, parse};
use crate::diag::{Color, Diagnostics, Sources, report};
use crate::spec::Spec;
use crate::stack::build;

/// What was found in a spec.
pub(super) struct Checked {
    /// Before the checks ran.
    pub(super) reading: Diagnostics,
    /// By the checks.
    pub(super) found: Diagnostics,
    /// For `render`, by the quick ones.
    pub(super) quick: Diagnostics,
    sources: Sources,
}

impl Checked {
    /// The codes that were found, sorted, each once.
    pub(super) fn codes(&self) -> Vec<&'static str> {
        codes(self.reading.sorted().into_iter().chain(self.found.sorted()))
    }

    /// The whole report.
    pub(super) fn report(&self) -> String {
        let mut all = self.reading.clone();
        all.extend(self.found.clone());
        report(&all, &self.sources, Color::Never)
    }

    /// The report of what has one code, without the line that counts it.
    pub(super) fn report_of(&self, code: &str) -> String {
        let all = self.reading.clone().into_iter().chain(self.found.clone());
        let mut one = Diagnostics::default();
        one.extend(all.filter(|problem| problem.code.as_str() == code));
        let report = report(&one, &self.sources, Color::Never);
        report.rsplit_once("\n\n").map_or(String::new(), |(problems, _)| format!("{problems}\n"))
    }
}

fn codes<'d>(found: impl Iterator<Item = &'d crate::diag::Diagnostic>) -> Vec<&'static str> {
    let mut codes: Vec<_> = found.map(|problem| problem.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The small catalogue of these tests. `queue` is not among them: only tests have it.
const CATALOGUE: [(&str, &str); 7] = [
    ("alertmanager", include_str!("catalogue/alertmanager.toml")),
    ("app", include_str!("catalogue/app.toml")),
    ("cadvisor", include_str!("catalogue/cadvisor.toml")),
    ("grafana", include_str!("catalogue/grafana.toml")),
    ("node", include_str!("catalogue/node.toml")),
    ("probe", include_str!("catalogue/probe.toml")),
    ("prometheus", include_str!("catalogue/prometheus.toml")),
];

/// An integration of a user's own.
pub(super) const QUEUE: &str = include_str!("catalogue/queue.toml");

/// A file of a user's own catalogue.
pub(super) fn own(name: &str, text: &str) -> UserFile {
    let path = format!("integrations/{name}.toml");
    UserFile { name: name.to_owned(), path, text: text.to_owned() }
}

/// Checks a spec over its preset, with the small catalogue and integrations of the user's own. The
/// spec may leave out its version and its name.
pub(super) fn run(spec: &str, own_files: Vec<UserFile>) -> Checked {
    let mut files: Vec<_> = CATALOGUE.iter().map(|(name, text)| own(name, text)).collect();
    files.retain(|file| !own_files.iter().any(|own| own.name == file.name));
    files.extend(own_files);
    let head = if spec.contains("version = ") { "" } else { "version = 1\nname = \"shop\"\n" };
    run_with(&format!("{head}{spec}"), files)
}

/// Checks a spec over its preset, with the real catalogue and some files on top of it.
pub(super) fn run_with(spec: &str, files: Vec<UserFile>) -> Checked {
    let mut sources = Sources::default();
    let mut reading = Diagnostics::default();
    let source = sources.add("stack.toml", spec.to_owned());
    let mut catalog = Catalog::new(files, &mut sources, &mut reading);
    let tree = parse(source, &mut sources, &mut reading);
    let name = tree.get("preset").and_then(Node::as_str).unwrap_or("standard").to_owned();
    let tree = match preset(&name, &mut sources, &mut reading) {
        Some(preset) => merge(preset, tree),
        None => tree,
    };
    let spec = Spec::decode(&tree, &mut Cx::new(&mut sources, &mut reading));
    let stack = spec.map(|spec| build(&spec, &mut catalog, &mut sources, &mut reading));
    let (mut found, mut quick) = (Diagnostics::default(), Diagnostics::default());
    if let Some(stack) = stack {
        check_thoroughly(&stack, &sources, &mut found);
        check(&stack, &sources, &mut quick);
    }
    Checked { reading, found, quick, sources }
}

/// A preset over the one that it starts from.
fn preset(name: &str, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mine = Catalog::preset(name, sources, diagnostics)?;
    let base = mine.get("preset").and_then(Node::as_str).map(str::to_owned);
    Some(match base.and_then(|base| preset(&base, sources, diagnostics)) {
        Some(base) => merge(base, mine),
        None => mine,
    })
}

//! From texts to what the checks say about them.

use super::super::{CHECKS, check};
use super::snippet;
use crate::catalog::{Neighbour, UserFile, UserFolder};
use crate::diag::{Color, Diagnostics, Sources, report};
use crate::pipeline::{Input, SpecText, named_files, resolve};
use crate::stack::{OwnFile, OwnFiles, Stack, Unread};
use crate::value::{OwnPath, Scalar as _};
use std::collections::BTreeMap;

/// What was found in a spec.
pub(super) struct Checked {
    /// Before the checks ran.
    pub(super) reading: Diagnostics,
    /// By the checks.
    pub(super) found: Diagnostics,
    /// What was built.
    pub(super) stack: Option<Stack>,
    sources: Sources,
}

impl Checked {
    /// What was found when Compose files were imported.
    pub(super) fn of_import(reading: Diagnostics, sources: Sources) -> Self {
        Self { reading, found: Diagnostics::default(), stack: None, sources }
    }

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

    /// What the checks say of a stack that was changed after it was built: the messages of one code.
    pub(super) fn of_changed(&self, stack: &Stack, code: &str) -> Vec<String> {
        let mut found = Diagnostics::default();
        check(stack, &self.sources, &mut found);
        let of_code = found.into_iter().filter(|problem| problem.code.as_str() == code);
        of_code.map(|problem| problem.message).collect()
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
    let folder = UserFolder::Integrations;
    UserFile { folder, name: name.to_owned(), path, text: text.to_owned(), templates: vec![] }
}

/// Checks a spec over its preset, with the small catalogue and integrations of the user's own. The
/// spec may leave out its version and its name.
pub(super) fn run(spec: &str, own_files: Vec<UserFile>) -> Checked {
    run_beside(spec, own_files, vec![], &BTreeMap::new())
}

/// The same, with other files beside the integrations, and in the spec's folder.
pub(super) fn run_beside(
    spec: &str,
    own_files: Vec<UserFile>,
    beside: Vec<Neighbour>,
    named: &BTreeMap<String, String>,
) -> Checked {
    let mut files: Vec<_> = CATALOGUE.iter().map(|(name, text)| own(name, text)).collect();
    files.retain(|file| !own_files.iter().any(|own| own.name == file.name));
    files.extend(own_files);
    let head = "version = 1\nname = \"shop-monitoring\"\n";
    let head = if spec.contains("version = ") { "" } else { head };
    resolved(&format!("{head}{spec}"), files, beside, named)
}

/// What a spec names of some files, by their paths.
fn named(spec: &str, files: &BTreeMap<String, String>) -> OwnFiles {
    let of_path = |path: &OwnPath| {
        let files = files.iter().map(|(path, text)| (OwnPath::parse(path).unwrap(), text));
        let files = files.filter(|(file, _)| {
            let name = file.as_str().rsplit('/').next().unwrap_or_default();
            file.folder() == path.folder() && path.names(name)
        });
        let files: Vec<_> =
            files.map(|(path, text)| OwnFile { path, text: text.clone() }).collect();
        let unread = || Unread { reason: format!("`{path}` is not there"), help: None };
        (!files.is_empty()).then_some(files).ok_or_else(unread)
    };
    let all = named_files(spec).into_iter();
    all.map(|path| (path.clone(), of_path(&path))).collect()
}

/// Checks a spec over its preset, with the real catalogue and some files on top of it.
pub(super) fn run_with(spec: &str, files: Vec<UserFile>) -> Checked {
    resolved(spec, files, vec![], &BTreeMap::new())
}

fn resolved(
    spec: &str,
    own: Vec<UserFile>,
    beside: Vec<Neighbour>,
    files: &BTreeMap<String, String>,
) -> Checked {
    let files = named(spec, files);
    let spec = SpecText { name: "stack.toml".to_owned(), text: spec.to_owned() };
    let resolved = resolve(Input { spec: Some(spec), preset: None, own, beside, files });
    // The small catalogue takes the place of the real one.
    let of_harness = |problem: &crate::diag::Diagnostic| {
        problem.code.as_str() == "replaced-integration"
            && CATALOGUE.iter().any(|(name, _)| problem.message.contains(&format!("`{name}`")))
    };
    let (mut reading, mut found) = (Diagnostics::default(), Diagnostics::default());
    for problem in resolved.diagnostics {
        match CHECKS.iter().any(|check| check.code == problem.code) {
            true if of_harness(&problem) => {}
            true => found.push(problem),
            false => reading.push(problem),
        }
    }
    Checked { reading, found, stack: resolved.stack, sources: resolved.sources }
}

/// Checks a spec with the queue, of which a snippet changes a part.
pub(super) fn queue(snippet: &str) -> Checked {
    let spec =
        "[networks]\njoin = [\"shop_default\"]\n[integrations.queue]\ntargets = [\"queue:9100\"]\n";
    run(spec, vec![own("queue", &snippet::over(QUEUE, snippet))])
}

pub(super) fn spec(spec: &str) -> Checked {
    run(spec, vec![])
}

/// The code is reported, with all these words.
#[track_caller]
pub(super) fn says(checked: &Checked, code: &str, words: &[&str]) {
    let report = checked.report_of(code);
    assert!(!report.is_empty(), "no {code} in:\n{}", checked.report());
    for word in words {
        assert!(report.contains(word), "no {word:?} in:\n{report}");
    }
}

/// The code is not reported, and the spec was read.
#[track_caller]
pub(super) fn silent(checked: &Checked, code: &str) {
    assert!(!checked.reading.has_errors(), "{}", checked.report());
    assert_eq!(checked.report_of(code), "");
}

//! Files of the user's own that the spec names.

use super::Builder;
use crate::decode::codes::BAD_VALUE;
use crate::decode::{At, Cx};
use crate::diag::{Diagnostic, SourceId, Span};
use crate::stack::{File, OwnFile, codes};
use crate::value::{OwnPath, RelPath};
use crate::yaml::{self, Node, Value};

/// A file, and what is known of it.
pub(super) struct Named<'a> {
    pub(super) file: &'a OwnFile,
    /// Its text, as reports quote it.
    pub(super) source: SourceId,
    /// Where the spec names it.
    pub(super) span: Span,
}

impl Named<'_> {
    /// Its name without its folder and its ending.
    pub(super) fn stem(&self) -> &str {
        let path = self.file.path.as_str();
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

impl<'a> Builder<'a> {
    /// The files that a key names, each once.
    pub(super) fn named(&mut self, paths: &'a [At<OwnPath>]) -> Vec<Named<'a>> {
        let own_files = self.own_files;
        let mut all: Vec<Named<'a>> = Vec::new();
        for path in paths {
            let files = match own_files.get(&path.value) {
                Some(Ok(files)) => files,
                Some(Err(unread)) => {
                    self.diagnostics.push(
                        Diagnostic::error(codes::BAD_FILE, unread.reason.clone())
                            .at(path.span, "")
                            .help_opt(unread.help.clone()),
                    );
                    continue;
                }
                None => {
                    let message = format!("`{path}` is not there");
                    self.diagnostics
                        .push(Diagnostic::error(codes::BAD_FILE, message).at(path.span, ""));
                    continue;
                }
            };
            for file in files {
                if all.iter().any(|known| known.file.path == file.path) {
                    continue;
                }
                let source = self.sources.add(file.path.to_string(), file.text.clone());
                all.push(Named { file, source, span: path.span });
            }
        }
        all
    }

    /// The one document of a YAML file, without secrets.
    pub(super) fn yaml(&mut self, named: &Named<'_>) -> Option<Node> {
        let documents = match yaml::parse(named.source, &named.file.text) {
            Ok(documents) => documents,
            Err(fault) => {
                let problem = Diagnostic::error(codes::BAD_FILE, fault.message).at(fault.span, "");
                let other = fault.other.into_iter();
                self.diagnostics.push(other.fold(problem, |it, (span, text)| it.at(span, text)));
                return None;
            }
        };
        let several = documents.get(1).map(|second| second.span);
        let mut documents = documents.into_iter();
        let problem = match (documents.next(), several) {
            (Some(node), None) => return self.has_no_secret(&node).then_some(node),
            (None, _) => {
                Diagnostic::error(codes::BAD_FILE, format!("`{}` is empty", named.file.path))
                    .at(named.span, "named here")
            }
            (_, Some(second)) => Diagnostic::error(
                codes::BAD_FILE,
                format!("`{}` has several documents", named.file.path),
            )
            .at(second, "the second one starts here")
            .note("only the first one would be read")
            .help("put each document into a file of its own"),
        };
        self.diagnostics.push(problem);
        None
    }

    /// Refuses every text that looks like a secret.
    fn has_no_secret(&mut self, node: &Node) -> bool {
        let nodes: Vec<&Node> = match &node.value {
            Value::Null => vec![],
            Value::Text(text) => {
                let mut cx = Cx::new(self.sources, self.diagnostics);
                return !cx.refuse_secret_text(&text.text, node.span);
            }
            Value::List(items) => items.iter().collect(),
            Value::Map(entries) => entries.iter().map(|entry| &entry.node).collect(),
        };
        nodes.into_iter().filter(|node| !self.has_no_secret(node)).count() == 0
    }

    /// Takes a file over into the output.
    pub(super) fn carry(
        &mut self,
        named: &Named<'_>,
        path: &str,
        text: String,
        files: &mut Vec<File>,
    ) {
        let Ok(path) = RelPath::new(path) else {
            let problem = format!("`{}` cannot be the name of an output file", named.file.path);
            self.diagnostics.push(Diagnostic::error(BAD_VALUE, problem).at(named.span, ""));
            return;
        };
        if let Some(first) = files.iter().find(|file| file.path == path) {
            self.diagnostics.push(
                Diagnostic::error(codes::DUPLICATE_NAME, format!("two files would be `{path}`"))
                    .at(named.span, format!("`{}` is one", named.file.path))
                    .at(first.span, "named here as well")
                    .help("give one of them another name"),
            );
            return;
        }
        files.push(File { path, span: named.span, text });
    }
}

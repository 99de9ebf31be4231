//! The applications below `tests/import/cases`, and what a person says of each of their services.

use std::fs;
use std::path::{Path, PathBuf};

use stackgen::decode::{Node, Value, parse};
use stackgen::diag::{Diagnostics, Sources};
use stackgen::import::Request;

use crate::support::cases;

/// One application with labels made by hand.
pub(crate) struct Case {
    /// The name of its folder.
    pub(crate) name: String,
    /// Its folder.
    pub(crate) folder: PathBuf,
    labels: Node,
}

/// What a person says of a service.
#[derive(Debug)]
pub(crate) struct Label {
    pub(crate) service: String,
    /// `database`, `cache`, `queue`, `proxy`, `app`, `worker`, `one-shot`, `tool` or `monitoring`.
    pub(crate) kind: String,
    /// The integration's type, or what it is called where there is none.
    pub(crate) what: Option<String>,
    /// Where it listens; zero if the files do not tell.
    pub(crate) port: Option<u16>,
    /// The path of its metrics.
    pub(crate) path: Option<String>,
    /// The names of its networks.
    pub(crate) networks: Vec<String>,
    /// What holds its password; empty if it needs none.
    pub(crate) secret: Option<String>,
}

/// All of them.
pub(crate) fn all() -> Vec<Case> {
    let folders = cases::folders(&cases::repository("tests/import/cases"));
    assert!(folders.len() >= 40, "only {} cases", folders.len());
    folders.into_iter().map(|folder| Case::new(&folder)).collect()
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    entry(node, key)?.as_str()
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Table(entries) = &node.value else { return None };
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
}

fn texts(node: &Node) -> Vec<String> {
    let Value::Array(items) = &node.value else { return Vec::new() };
    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

impl Case {
    fn new(folder: &Path) -> Self {
        let file = fs::read_to_string(folder.join("labels.toml")).expect("a case has labels");
        let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
        let source = sources.add("labels.toml", file);
        let labels = parse(source, &sources, &mut problems);
        assert!(problems.is_empty(), "{}: {problems:?}", folder.display());
        Self { name: cases::name(folder), folder: folder.to_owned(), labels }
    }

    /// How the case is imported.
    pub(crate) fn request(&self) -> Request {
        let folder = match text(&self.labels, "folder") {
            Some(below) => self.folder.join(below),
            None => self.folder.clone(),
        };
        let files = entry(&self.labels, "files").map(texts).unwrap_or_default();
        Request { folder, files: files.iter().map(PathBuf::from).collect(), ..Request::default() }
    }

    /// Whether Compose takes the files as they are.
    pub(crate) fn is_for_compose(&self) -> bool {
        entry(&self.labels, "compose").is_none_or(|it| it.value != Value::Boolean(false))
    }

    /// The project's name.
    pub(crate) fn project(&self) -> String {
        text(&self.labels, "project").map_or_else(|| self.name.clone(), str::to_owned)
    }

    /// What is said of each service.
    pub(crate) fn labels(&self) -> Vec<Label> {
        let services = entry(&self.labels, "services").expect("labels are of services");
        let Value::Table(services) = &services.value else { panic!("labels are of services") };
        services.iter().map(|it| self.label(&it.key, &it.node)).collect()
    }

    fn label(&self, service: &str, node: &Node) -> Label {
        let of = |key: &str| text(node, key).map(str::to_owned);
        let port = entry(node, "port").map(|it| match it.value {
            Value::Integer(port) => u16::try_from(port).expect("a port"),
            _ => panic!("{service}: a port is a number"),
        });
        let usual = || vec![format!("{}_default", self.project())];
        Label {
            service: service.to_owned(),
            kind: of("kind").expect("a label has a kind"),
            what: of("type").or_else(|| of("title")),
            port,
            path: of("path"),
            networks: entry(node, "networks").map_or_else(usual, texts),
            secret: of("secret"),
        }
    }
}

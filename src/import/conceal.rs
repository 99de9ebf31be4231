//! What reports must not quote of a Compose file: everything but keys and a few values that are never secret.

use crate::diag::{SourceId, Sources, Span};
use crate::yaml::{Node, Value};

/// The keys whose values may be shown. A default inside a variable is never shown.
const SHOWN: &[&str] = &[
    "image",
    "ports",
    "expose",
    "networks",
    "network_mode",
    "depends_on",
    "restart",
    "profiles",
    "name",
    "file",
    "service",
    "extends",
    "include",
    "path",
    "version",
    "container_name",
    "external",
    "condition",
    "env_file",
    "context",
    "dockerfile",
    "project_directory",
    "target",
    "published",
    "protocol",
    "mode",
    "host_ip",
    "aliases",
    "driver",
    "links",
    "kind",
    "apiVersion",
    "job_name",
    "scheme",
];

/// Hides what must not be shown of a file.
pub(super) fn file(source: SourceId, documents: &[Node], sources: &mut Sources) {
    for document in documents {
        walk(document, false, sources);
    }
    comments(source, sources);
}

fn walk(node: &Node, shown: bool, sources: &mut Sources) {
    match &node.value {
        Value::Null => {}
        // A URL may have a password in it.
        Value::Text(text) if shown && !text.text.contains("://") => defaults(node.span, sources),
        Value::Text(_) => value(node.span, sources),
        Value::List(items) => items.iter().for_each(|item| walk(item, shown, sources)),
        Value::Map(entries) => {
            for entry in entries {
                walk(&entry.node, SHOWN.contains(&entry.key.as_str()), sources);
            }
        }
    }
}

/// Hides a value; of `NAME=VALUE`, only what follows the name.
fn value(span: Span, sources: &mut Sources) {
    let text = sources.text(span);
    let start = match text.split_once('=') {
        Some((name, _)) if is_name(name) => name.len() + 1,
        _ => 0,
    };
    let range = span.start as usize + start..span.end as usize;
    sources.hide(Span::new(span.source, range));
}

fn is_name(text: &str) -> bool {
    let text = text.trim_start_matches(['"', '\'']);
    text.len() <= 100 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
}

/// Hides what stands in `${NAME:-HERE}`.
fn defaults(span: Span, sources: &mut Sources) {
    let text = sources.text(span).to_owned();
    let mut from = 0;
    while let Some(at) = text[from..].find("${") {
        let start = from + at + 2;
        let rest = &text[start..];
        let name =
            rest.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let end = text.rfind('}').filter(|end| *end >= start + name).unwrap_or(text.len());
        let at = span.start as usize;
        sources.hide(Span::new(span.source, at + start + name..at + end));
        from = end.max(start);
    }
}

/// Hides the comments between values: people put old passwords there.
fn comments(source: SourceId, sources: &mut Sources) {
    let text = sources.get(source).text.clone();
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let starts = line.match_indices('#').map(|(at, _)| at);
        let blank = |start: &usize| *start == 0 || line[..*start].ends_with([' ', '\t']);
        // What is a value after a `#` has been hidden or is harmless; hiding more does no harm.
        if let Some(start) = starts.into_iter().find(blank) {
            found.push(at + start + 1..at + line.trim_end().len().max(start + 1));
        }
        at += line.len();
    }
    for range in found {
        sources.hide(Span::new(source, range));
    }
}

/// Other keys that may be shown on a line that cannot be read.
const PLAIN: &[&str] = &[
    "services",
    "environment",
    "command",
    "entrypoint",
    "volumes",
    "healthcheck",
    "test",
    "labels",
    "args",
    "deploy",
    "secrets",
    "configs",
    "logging",
    "build",
    "user",
    "working_dir",
    "stdin_open",
    "tty",
];

/// Hides a line that cannot be read; only a key of Compose's own at its start stays.
pub(super) fn line(span: Span, sources: &mut Sources) {
    let text = &sources.get(span.source).text;
    let at = (span.start as usize).min(text.len());
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end =
        text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| start + at);
    let Some(line) = text.get(start..end) else { return };
    let key = line.split_once(':').map(|(key, _)| key).filter(|key| {
        let key = key.trim_start().trim_start_matches("- ");
        SHOWN.contains(&key) || PLAIN.contains(&key)
    });
    let from = match key {
        Some(key) => key.len() + 1,
        None => line.len() - line.trim_start().len(),
    };
    sources.hide(Span::new(span.source, start + from..end));
}

//! Hiding secrets from reports, which quote the lines of a source.

use super::key::is_accent;
use super::{is_secret_key, secret_kind};
use crate::decode::{Node, Value, parse};
use crate::diag::{Diagnostics, SourceId, Sources, Span};

/// Hides from reports whatever in a source looks like a secret. Only worth its time where the source
/// is going to be quoted.
pub fn hide_secrets(source: SourceId, sources: &mut Sources) {
    let mut problems = Diagnostics::default();
    let node = parse(source, sources, &mut problems);
    let mut found = Vec::new();
    in_node(&node, &mut found);
    let text = sources.get(source).text.as_ref();
    if problems.is_empty() {
        // What is no value may still be a secret.
        in_lines(source, text, |line| line.find('#'), &mut found);
    } else {
        // Where the text cannot be read as a whole, a value may begin and end anywhere.
        in_lines(source, text, |_| Some(0), &mut found);
    }
    for span in found {
        sources.hide(span);
    }
}

/// Where there are secrets in a tree: values whose key says so, and whatever looks like one.
fn in_node(node: &Node, found: &mut Vec<Span>) {
    match &node.value {
        Value::String(text) if secret_kind(text).is_some() => found.push(node.span),
        Value::Array(items) => items.iter().for_each(|item| in_node(item, found)),
        Value::Table(entries) => {
            for entry in entries {
                if secret_kind(&entry.key).is_some() {
                    found.push(entry.key_span);
                }
                match &entry.node.value {
                    Value::Table(_) | Value::Boolean(_) => in_node(&entry.node, found),
                    _ if is_secret_key(&entry.key) => found.push(entry.node.span),
                    _ => in_node(&entry.node, found),
                }
            }
        }
        _ => {}
    }
}

/// Where there may be secrets in lines, each looked at from where `begin` says: whatever follows a
/// word that says so, to the end of the line or of a text in `"""`, and whatever looks like one.
fn in_lines(
    source: SourceId,
    text: &str,
    begin: impl Fn(&str) -> Option<usize>,
    found: &mut Vec<Span>,
) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if let Some(begin) = begin(content) {
            let word = after_secret_word(content, begin);
            if secret_kind(&content[begin..word.unwrap_or(content.len())]).is_some() {
                found.push(Span::new(source, at + begin..at + content.len()));
            }
            if let Some(after) = word {
                let value = content[after..].trim_start_matches(|c: char| " \t=:：\"'".contains(c));
                let start = at + content.len() - value.len();
                let end = ["\"\"\"", "'''"].into_iter().find_map(|quotes| {
                    let value = at + after + content[after..].find(quotes)?;
                    let length = text[value + 3..].find(quotes).unwrap_or(text.len() - value - 3);
                    Some(value + 3 + length)
                });
                found.push(Span::new(source, start..end.unwrap_or(at + content.len()).max(start)));
            }
        }
        at += line.len();
    }
}

/// Where the first word ends that says that a secret follows.
fn after_secret_word(line: &str, begin: usize) -> Option<usize> {
    let between = |c: char| !(c.is_alphanumeric() || c == '_' || c == '-' || is_accent(c));
    let mut at = begin;
    for piece in line[begin..].split_inclusive(between) {
        let word = piece.trim_end_matches(between);
        if is_secret_key(word) {
            return Some(at + word.len());
        }
        at += piece.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shown(text: &'static str, expected: &str) {
        let mut sources = Sources::default();
        let source = sources.add("f", text);
        hide_secrets(source, &mut sources);
        assert_eq!(sources.shown(source), expected);
    }

    #[test]
    fn what_reports_show_of_good_text() {
        shown("password = \"hunter2\"\nb = 1\n", "password = *********\nb = 1\n");
        shown("a = [1] # token: hunter2\n", "a = [1] # token: *******\n");
        shown(
            "a = { pass = 'x', b = 'xoxb-123456789' }",
            "a = { pass = ***, b = **************** }",
        );
        shown("password_file = \"a\"\n", "password_file = \"a\"\n");
        shown("title = \"No password?\"\n", "title = \"No password?\"\n");
    }

    #[test]
    fn what_reports_show_of_broken_text() {
        shown("password = \"hunter2\nb = 1\n", "password = ********\nb = 1\n");
        shown("a = { token = 'x'\nb = 1\n", "a = { token = '**\nb = 1\n");
        shown("token: x\n", "token: *\n");
        shown("token x\n", "token *\n");
        shown("token = \"\"\"x\ny\"\"\"\nb", "token = ****\n****\nb");
        shown("token = \"\"\"x\ny\nb", "token = ****\n*\n*");
        shown("password_file = \"a\n", "password_file = \"a\n");
    }

    /// What stackgen brings is read as if a user had written it.
    #[test]
    fn nothing_that_stackgen_brings_is_taken_for_a_secret() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let folders = ["presets", "examples", "tests/cases/valid"];
        let mut folders = folders.map(|it| root.join(it)).to_vec();
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("the folder can be read") {
                let path = entry.expect("the folder can be read").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|it| it == "toml") {
                    let text = std::fs::read_to_string(&path).expect("the file can be read");
                    let mut sources = Sources::default();
                    let source = sources.add("f", text);
                    let node = parse(source, &sources, &mut Diagnostics::default());
                    let mut found = Vec::new();
                    in_node(&node, &mut found);
                    let texts: Vec<_> = found.iter().map(|span| sources.text(*span)).collect();
                    assert!(texts.is_empty(), "{}: {texts:#?}", path.display());
                    files += 1;
                }
            }
        }
        assert!(files > 25, "only {files} files");
    }
}

//! A TOML tree as text, with the place of every value and key in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use stackgen::decode::{Node, Value};

/// A text and where things stand in it, by their paths: `/apps/backend/targets/0`, and with `=` in
/// front for a key.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) spans: BTreeMap<String, Range<usize>>,
}

/// Writes a table as TOML. Every string passes through `change`, which is given its path.
pub(crate) fn write(table: &Node, change: &dyn Fn(&str, &str) -> String) -> Written {
    let mut written = Written::default();
    let Value::Table(entries) = &table.value else { panic!("a spec is a table") };
    for entry in entries {
        let path = format!("/{}", entry.key);
        written.key(&path, &entry.key, change);
        written.text.push_str(" = ");
        written.value(&path, &entry.node, change);
        written.text.push('\n');
    }
    written
}

impl Written {
    fn key(&mut self, path: &str, key: &str, change: &dyn Fn(&str, &str) -> String) {
        let path = format!("={path}");
        let start = self.text.len();
        self.text.push_str(&quoted(&change(&path, key)));
        self.spans.insert(path, start..self.text.len());
    }

    fn value(&mut self, path: &str, node: &Node, change: &dyn Fn(&str, &str) -> String) {
        let start = self.text.len();
        match &node.value {
            Value::String(text) => self.text.push_str(&quoted(&change(path, text))),
            Value::Integer(number) => self.text.push_str(&number.to_string()),
            Value::Float(number) => {
                let _ = write!(self.text, "{number:?}");
            }
            Value::Boolean(boolean) => self.text.push_str(&boolean.to_string()),
            Value::Datetime(text) => self.text.push_str(text),
            Value::Array(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.text.push_str(if index > 0 { ", " } else { "" });
                    self.value(&format!("{path}/{index}"), item, change);
                }
                self.text.push(']');
            }
            Value::Table(entries) => {
                self.text.push('{');
                for (index, entry) in entries.iter().enumerate() {
                    self.text.push_str(if index > 0 { ", " } else { " " });
                    let path = format!("{path}/{}", entry.key);
                    self.key(&path, &entry.key, change);
                    self.text.push_str(" = ");
                    self.value(&path, &entry.node, change);
                }
                self.text.push_str(" }");
            }
        }
        self.spans.insert(path.to_owned(), start..self.text.len());
    }
}

/// A TOML string of one line that holds any text.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[test]
fn what_is_written_reads_back() {
    use stackgen::diag::{Diagnostics, Sources};

    let text = "a = 'x\"\\'\nb = [1, { c = 'y' }]\nd = { 'e\u{1}' = 1.5, f = true }\n"
        .replace('\u{1}', " ");
    let parse = |text: &str| {
        let mut sources = Sources::default();
        let source = sources.add("t", text.to_owned());
        stackgen::decode::parse(source, &sources, &mut Diagnostics::default())
    };
    let same = |_: &str, text: &str| text.to_owned();
    let once = write(&parse(&text), &same);
    assert_eq!(
        once.text,
        "\"a\" = \"x\\\"\\\\\"\n\"b\" = [1, { \"c\" = \"y\" }]\n\"d\" = { \"e \" = 1.5, \"f\" = true }\n"
    );
    assert_eq!(write(&parse(&once.text), &same).text, once.text);
    assert_eq!(&once.text[once.spans["/b/1/c"].clone()], "\"y\"");
    assert_eq!(&once.text[once.spans["=/d/f"].clone()], "\"f\"");
    assert_eq!(quoted("\0\u{85}\u{7f}"), "\"\\u0000\\u0085\\u007F\"");
}

//! YAML that is long and regular, such as rules and their unit tests. What a person wants to see as it
//! will be has a template instead.
//!
//! A map or a list knows how deep it stands, and writes every text as a scalar that reads back as that
//! text. So whatever is written here parses, and has the structure that the code has.

use crate::template::scalar;
use serde_json::Value as Json;

/// A file whose root is a map.
pub(super) fn document(write: impl FnOnce(&mut Map<'_>)) -> String {
    let mut out = String::new();
    Map::write(&mut out, 0, Start::Line, write);
    out
}

/// The entries of a map, each on a line of its own.
pub(super) struct Map<'o> {
    out: &'o mut String,
    /// The column of its keys.
    column: usize,
    start: Start,
    is_empty: bool,
}

/// The items of a list, each on a line of its own.
pub(super) struct List<'o> {
    out: &'o mut String,
    /// The column of its dashes.
    column: usize,
    is_empty: bool,
}

/// Where a map's first entry is written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Start {
    /// On a new line.
    Line,
    /// Below its key, whose line is not ended yet.
    Key,
    /// Behind a dash, which is not written yet: a comment may stand above.
    Dash,
}

impl Map<'_> {
    fn write(out: &mut String, column: usize, start: Start, write: impl FnOnce(&mut Map<'_>)) {
        let mut map = Map { out, column, start, is_empty: true };
        write(&mut map);
        if map.is_empty {
            match map.start {
                Start::Line => line(map.out, column, "{}"),
                Start::Key => map.out.push_str(" {}\n"),
                Start::Dash => line(map.out, column - 2, "- {}"),
            }
        }
    }

    /// A comment above the next entry. Its text may be any: each of its lines is a comment.
    pub(super) fn comment(&mut self, text: &str) {
        if self.start == Start::Key {
            self.out.push('\n');
            self.start = Start::Line;
        }
        let column = if self.start == Start::Dash { self.column - 2 } else { self.column };
        for each in text.split('\n') {
            line(self.out, column, format!("# {}", scalar::comment(each)).trim_end());
        }
    }

    /// An empty line above the next entry.
    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A text, on several lines if it has several.
    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        self.out.push(' ');
        self.out.push_str(&scalar::block(value, self.column + 2));
        self.out.push('\n');
    }

    /// A number.
    pub(super) fn number(&mut self, key: &str, value: f64) {
        self.key(key);
        self.out.push(' ');
        self.out.push_str(&scalar::number(value));
        self.out.push('\n');
    }

    /// A map.
    pub(super) fn map(&mut self, key: &str, write: impl FnOnce(&mut Map<'_>)) {
        self.key(key);
        Map::write(self.out, self.column + 2, Start::Key, write);
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, key: &str, value: bool) {
        self.key(key);
        self.out.push_str(if value { " true\n" } else { " false\n" });
    }

    /// Any value.
    pub(super) fn json(&mut self, key: &str, value: &Json) {
        match value {
            Json::Object(fields) => {
                self.map(key, |map| fields.iter().for_each(|(key, value)| map.json(key, value)));
            }
            Json::Array(items) => {
                self.list(key, |list| items.iter().for_each(|item| list.json(item)));
            }
            Json::String(text) => self.text(key, text),
            plain => {
                self.key(key);
                self.out.extend([" ", &plain.to_string(), "\n"]);
            }
        }
    }

    /// A map of texts.
    pub(super) fn texts(&mut self, key: &str, entries: &[(String, String)]) {
        self.map(key, |map| entries.iter().for_each(|(key, value)| map.text(key, value)));
    }

    /// A list.
    pub(super) fn list(&mut self, key: &str, write: impl FnOnce(&mut List<'_>)) {
        self.key(key);
        let mut list = List { out: self.out, column: self.column + 2, is_empty: true };
        write(&mut list);
        if list.is_empty {
            self.out.push_str(" []\n");
        }
    }

    fn key(&mut self, key: &str) {
        let (column, before) = match std::mem::replace(&mut self.start, Start::Line) {
            Start::Line => (self.column, ""),
            Start::Key => {
                self.out.push('\n');
                (self.column, "")
            }
            Start::Dash => (self.column - 2, "- "),
        };
        self.is_empty = false;
        self.out.extend(std::iter::repeat_n(' ', column));
        self.out.extend([before, &scalar::key(key), ":"]);
    }
}

impl List<'_> {
    /// A map.
    pub(super) fn map(&mut self, write: impl FnOnce(&mut Map<'_>)) {
        self.begin();
        Map::write(self.out, self.column + 2, Start::Dash, write);
    }

    /// A text, on several lines if it has several.
    pub(super) fn text(&mut self, value: &str) {
        self.begin();
        let value = scalar::block(value, self.column + 2);
        line(self.out, self.column, &format!("- {value}"));
    }

    /// Any value. A list in a list is written on one line.
    pub(super) fn json(&mut self, value: &Json) {
        match value {
            Json::Object(fields) => {
                self.map(|map| fields.iter().for_each(|(key, value)| map.json(key, value)));
            }
            Json::String(text) => self.text(text),
            // JSON on one line is YAML.
            plain => {
                self.begin();
                line(self.out, self.column, &format!("- {plain}"));
            }
        }
    }

    fn begin(&mut self) {
        if std::mem::replace(&mut self.is_empty, false) {
            self.out.push('\n');
        }
    }
}

fn line(out: &mut String, column: usize, text: &str) {
    out.extend(std::iter::repeat_n(' ', column));
    out.push_str(text);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_yaml::Value;

    #[test]
    fn what_is_nested_is_indented() {
        let text = document(|root| {
            root.comment("Two\nlines\n\nand one.");
            root.blank();
            root.list("groups", |groups| {
                groups.map(|group| {
                    group.comment("Above the dash.");
                    group.text("name", "a");
                    group.comment("Above a key.");
                    group.text("expr", "a\n==\nb");
                    group.list("rules", |_| ());
                    group.map("labels", |labels| labels.comment("No labels."));
                });
                groups.map(|group| group.map("first", |first| first.number("value", 1.0)));
                groups.map(|_| ());
            });
            root.map("none", |_| ());
            root.list("texts", |texts| {
                texts.text("{{ $value }}");
                texts.text("two\nlines");
            });
        });
        let expected = "\
# Two
# lines
#
# and one.

groups:
  # Above the dash.
  - name: \"a\"
    # Above a key.
    expr: |-
      a
      ==
      b
    rules: []
    labels:
      # No labels.
      {}
  - first:
      value: 1.0
  - {}
none: {}
texts:
  - \"{{ $value }}\"
  - |-
    two
    lines
";
        assert_eq!(text, expected);
        assert_eq!(document(|_| ()), "{}\n");
    }

    #[test]
    fn every_text_reads_back_wherever_it_stands() {
        let texts = [
            "",
            " ",
            "x",
            "yes",
            "null",
            "~",
            "1",
            "1e3",
            "0x1f",
            "12:30:45",
            "a: b",
            "a #b",
            "# a",
            "- a",
            "[a]",
            "{a: b}",
            "|-",
            "!!str x",
            "&a",
            "*a",
            "'",
            "\"",
            "it's \"so\"",
            "\\n",
            "a\nb",
            "a\n  b\n\nc: d\n# e\n---\nf",
            "a\n",
            "\na",
            " a\nb",
            "a \nb",
            "a\r\nb",
            "a\tb",
            "\t",
            "\0",
            "\u{1b}",
            "\u{85}",
            "a\u{2028}b",
            "\u{feff}",
            "\u{202e}",
            "é",
            "🦀",
            "{{ $value }}",
        ];
        for text in texts {
            let written = document(|root| {
                root.comment(text);
                root.text(text, text);
                root.list("list", |list| {
                    list.text(text);
                    list.map(|item| {
                        item.comment(text);
                        item.map("map", |map| map.text(text, text));
                    });
                });
            });
            let read: Value = serde_yaml::from_str(&written)
                .unwrap_or_else(|error| panic!("{text:?}: {error}\n{written}"));
            let expected = serde_json::json!({
                text: text,
                "list": [text, { "map": { text: text } }],
            });
            assert_eq!(serde_json::to_value(read).unwrap(), expected, "{written}");
        }
    }
}

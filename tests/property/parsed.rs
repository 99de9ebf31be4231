//! Rendered files, read back by readers that know nothing of templates.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::Value;
use stackgen::output::FileSet;

/// Every file by its path: YAML and JSON as a tree, everything else as a list of its lines.
pub(crate) type Parsed = BTreeMap<String, Value>;

/// Reads every file back.
///
/// # Panics
///
/// If one does not parse.
#[track_caller]
pub(crate) fn all(files: &FileSet) -> Parsed {
    let parse = |(path, bytes): (&stackgen::value::RelPath, &[u8])| {
        let path = path.as_str().to_owned();
        let text = str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        let value = match path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("yml" | "yaml") => yaml(&path, text),
            Some("json") => serde_json::from_str(text)
                .unwrap_or_else(|error| panic!("{path} is not JSON: {error}\n{text}")),
            _ => text.split('\n').map(|line| Value::from(line.to_owned())).collect(),
        };
        (path, value)
    };
    files.iter().map(parse).collect()
}

/// libyaml's tree. What it would read otherwise than other readers must not be there.
#[track_caller]
fn yaml(path: &str, text: &str) -> Value {
    for event in Parser::new_from_str(text) {
        let (event, at) =
            event.unwrap_or_else(|error| panic!("{path} is no YAML: {error}\n{text}"));
        let ambiguous = match &event {
            Event::Scalar(value, ScalarStyle::Plain, anchor, tag) => {
                *anchor > 0 || tag.is_some() || !is_unambiguous(value)
            }
            Event::Scalar(.., anchor, tag)
            | Event::SequenceStart(.., anchor, tag)
            | Event::MappingStart(.., anchor, tag) => *anchor > 0 || tag.is_some(),
            Event::Alias(_) => true,
            _ => false,
        };
        assert!(!ambiguous, "{path}: {event:?} at line {}:\n{text}", at.start.line());
    }
    let value: serde_yaml::Value = serde_yaml::from_str(text)
        .unwrap_or_else(|error| panic!("{path} is no YAML: {error}\n{text}"));
    tree(path, value)
}

/// Whether a text without quotes is the same to readers of YAML 1.1 and 1.2: a word, a decimal
/// number, a duration, or nothing.
fn is_unambiguous(plain: &str) -> bool {
    let words = ["y", "n", "yes", "no", "on", "off", "null"];
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain.is_empty() || ["true", "false"].contains(&plain) {
        return true;
    }
    if plain.starts_with(|c: char| c.is_ascii_alphabetic() || "_/".contains(c)) {
        let sign = |c: char| c.is_ascii_alphanumeric() || "_/-.=\"".contains(c);
        return plain.chars().all(sign)
            && !["true", "false"]
                .iter()
                .chain(&words)
                .any(|word| word.eq_ignore_ascii_case(plain));
    }
    if plain.strip_suffix(['s', 'm', 'h', 'd']).is_some_and(digits) {
        return true;
    }
    let unsigned = plain.strip_prefix('-').unwrap_or(plain);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0'))
}

#[test]
fn plain_texts_that_readers_disagree_about() {
    for text in ["", "x", "a-b.c_2", "_d", "/a", "1", "-1", "0.5", "1.0", "5m", "true", "false"] {
        assert!(is_unambiguous(text), "{text}");
    }
    for text in
        ["yes", "No", "on", "y", "null", "~", "True", "010", "1e3", "0x1F", "1.", "12:30", ".inf"]
    {
        assert!(!is_unambiguous(text), "{text}");
    }
}

/// The same tree in JSON's terms. Only strings are keys in what we render.
#[track_caller]
fn tree(path: &str, value: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => value.into(),
        Yaml::Number(value) => {
            serde_json::to_value(value).expect("a number of YAML is one of JSON")
        }
        Yaml::String(value) => value.into(),
        Yaml::Sequence(items) => items.into_iter().map(|item| tree(path, item)).collect(),
        Yaml::Mapping(entries) => entries
            .into_iter()
            .map(|(key, value)| match key {
                Yaml::String(key) => (key, tree(path, value)),
                key => panic!("{path}: the key {key:?} is no string"),
            })
            .collect(),
        Yaml::Tagged(tagged) => panic!("{path}: a tag {}", tagged.tag),
    }
}

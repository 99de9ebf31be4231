//! Rendered files, read back by readers that know nothing of templates.

use std::collections::BTreeMap;

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
    let parse = |(path, bytes): (&stackgen::output::RelPath, &[u8])| {
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

#[track_caller]
fn yaml(path: &str, text: &str) -> Value {
    let value: serde_yaml::Value = serde_yaml::from_str(text)
        .unwrap_or_else(|error| panic!("{path} is no YAML: {error}\n{text}"));
    tree(path, value)
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

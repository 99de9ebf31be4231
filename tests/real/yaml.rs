//! YAML as a tree of values, for questions to any configuration file.

use serde_yaml::Value;

/// Every scalar of a document with the key it stands under; an item of a list stands under the
/// list's key.
///
/// # Errors
///
/// The text is not YAML.
pub(crate) fn scalars(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    for document in serde_yaml::Deserializer::from_str(text) {
        let value = serde::Deserialize::deserialize(document)
            .map_err(|error: serde_yaml::Error| error.to_string())?;
        walk("", &value, &mut found);
    }
    Ok(found)
}

fn walk(key: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((key.to_owned(), text.clone())),
        Value::Number(number) => found.push((key.to_owned(), number.to_string())),
        Value::Sequence(items) => items.iter().for_each(|item| walk(key, item, found)),
        Value::Mapping(entries) => {
            for (key, value) in entries {
                walk(key.as_str().unwrap_or_default(), value, found);
            }
        }
        Value::Tagged(tagged) => walk(key, &tagged.value, found),
        Value::Null | Value::Bool(_) => {}
    }
}

/// The files that a configuration of Prometheus, Alertmanager or the blackbox exporter names, each
/// with its key: secrets, certificates, rule files, templates.
///
/// # Errors
///
/// The text is not YAML.
pub(crate) fn files_named(text: &str) -> Result<Vec<(String, String)>, String> {
    let names_files = |key: &str| {
        key.ends_with("_file") || ["rule_files", "templates", "scrape_config_files"].contains(&key)
    };
    let mut named = scalars(text)?;
    named.retain(|(key, _)| names_files(key));
    Ok(named)
}

//! Keys and values as TOML writes them.

use toml_edit::{Key, Value};

/// A text as a value of TOML, in quotes, on one line.
pub fn string(text: &str) -> String {
    let usual = Value::from(text).to_string();
    if !usual.starts_with("\"\"\"") && !usual.starts_with("'''") {
        return usual;
    }
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.extend(format!("\\u{:04X}", u32::from(c)).chars()),
            c => out.push(c),
        }
    }
    out + "\""
}

/// A key, in quotes where it needs them.
pub fn key(text: &str) -> String {
    Key::new(text).to_string()
}

/// The names in a key with dots between them. `None` if it is not one.
pub fn keys(text: &str) -> Option<Vec<String>> {
    let keys = Key::parse(text).ok()?;
    Some(keys.iter().map(|key| key.get().to_owned()).collect())
}

/// Names of tables and keys, as one key with dots.
pub(super) fn dotted(path: &[impl AsRef<str>]) -> String {
    path.iter().map(|part| key(part.as_ref())).collect::<Vec<_>>().join(".")
}

/// Whether a text is exactly one value.
pub fn is_value(text: &str) -> bool {
    text.parse::<Value>().is_ok() && !text.trim_start().starts_with('#')
}

/// The text that a value is, if it is one.
pub(super) fn text(value: &str) -> Option<String> {
    Some(value.parse::<Value>().ok()?.as_str()?.to_owned())
}

/// Whether two texts are the same value, however each is written.
pub(super) fn same(a: &str, b: &str) -> bool {
    let (Ok(a), Ok(b)) = (a.parse::<Value>(), b.parse::<Value>()) else { return false };
    equal(&a, &b)
}

fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.value() == b.value(),
        (Value::Integer(a), Value::Integer(b)) => a.value() == b.value(),
        (Value::Float(a), Value::Float(b)) => a.value().to_bits() == b.value().to_bits(),
        (Value::Boolean(a), Value::Boolean(b)) => a.value() == b.value(),
        (Value::Datetime(a), Value::Datetime(b)) => a.value() == b.value(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b))
        }
        (Value::InlineTable(a), Value::InlineTable(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => false,
    }
}

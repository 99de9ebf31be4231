//! Reading back what was rendered.

use crate::template::Rendered;
use serde_yaml::Value;

/// Whether a YAML file parses, and every value that went in is a scalar of its own again, in the
/// same order. Then no value can have changed the structure: it would have left a scalar out, or
/// split one.
pub(super) fn yaml(rendered: &Rendered) -> Result<(), String> {
    let document: Value =
        serde_yaml::from_str(&rendered.text).map_err(|error| format!("is no YAML: {error}"))?;
    let mut wanted = rendered.scalars.iter();
    let mut next = wanted.next();
    walk(&document, &mut |scalar| {
        if next.is_some_and(|next| next == scalar) {
            next = wanted.next();
        }
    });
    match next {
        None => Ok(()),
        Some(lost) => Err(format!("the value {lost:?} does not read back")),
    }
}

/// Every scalar in the order of the text, keys included.
fn walk(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::Null => see("null"),
        Value::Bool(boolean) => see(if *boolean { "true" } else { "false" }),
        Value::Number(number) => see(&number.to_string()),
        Value::String(text) => see(text),
        Value::Sequence(items) => items.iter().for_each(|item| walk(item, see)),
        Value::Mapping(map) => map.iter().for_each(|(key, value)| {
            walk(key, see);
            walk(value, see);
        }),
        Value::Tagged(tagged) => walk(&tagged.value, see),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str, scalars: &[&str]) -> Result<(), String> {
        let scalars = scalars.iter().map(ToString::to_string).collect();
        yaml(&Rendered { text: text.to_owned(), scalars })
    }

    #[test]
    fn values_must_read_back_in_order() {
        assert!(case("a: \"x\"\nb: [1, \"y\"]\n", &["x", "1", "y"]).is_ok());
        assert!(case("a: x: y\n", &["x: y"]).is_err());
        assert!(case("a: x # y\n", &["x # y"]).unwrap_err().contains("does not read back"));
        assert!(case("a: yes\nb: no\n", &["no", "yes"]).is_err());
    }
}

//! Go templates in alerts, as far as stackgen writes and reads them.

use std::collections::BTreeMap;

/// The longest that an annotation becomes, in bytes.
const LONGEST: usize = 1 << 20;

/// A text that Go's templates give back as it is.
pub(super) fn literal(text: &str) -> String {
    text.replace("{{", "{{ \"{{\" }}")
}

/// What an annotation becomes: `{{ $labels.NAME }}` by the alert's labels, and what uses `$value`
/// by the text that the test expects for it. Other templates are left as they are, and make the
/// unit test fail, which compares the whole annotation. `None` if it becomes too long.
pub(super) fn expand(
    template: &str,
    labels: &BTreeMap<String, String>,
    value: Option<&str>,
) -> Option<String> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        (out.len() <= LONGEST).then_some(())?;
        let Some((inner, next)) = after.split_once("}}") else {
            rest = after;
            out.push_str("{{");
            continue;
        };
        let action = inner.trim();
        if let Some(name) = action.strip_prefix("$labels.") {
            out.push_str(labels.get(name).map_or("", String::as_str));
        } else if let (true, Some(value)) = (action.contains("$value"), value) {
            out.push_str(value);
        } else {
            out.push_str("{{");
            out.push_str(inner);
            out.push_str("}}");
        }
        rest = next;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_expand() {
        let labels = BTreeMap::from([("job".to_owned(), "api".to_owned())]);
        let case = |template: &str| expand(template, &labels, Some("81")).unwrap();
        assert_eq!(
            case("{{ $labels.job }} is {{ $value | printf \"%.0f\" }} % busy"),
            "api is 81 % busy"
        );
        assert_eq!(case("{{ $labels.none }}"), "");
        assert_eq!(case("a {{ b"), "a {{ b");
        assert_eq!(case("{{ unknown }}"), "{{ unknown }}");
        let long = BTreeMap::from([("job".to_owned(), "x".repeat(1 << 16))]);
        assert_eq!(expand(&"{{ $labels.job }}".repeat(100), &long, None), None);
    }
}

use super::newtype::newtype;
use super::{Invalid, Scalar};

newtype! {
    /// The name of a query parameter: `format`, `match[]`.
    pub struct ParamName;
}

impl Scalar for ParamName {
    const WHAT: &'static str = "a parameter's name";
    const EXAMPLE: &'static str = "format";
    const RULE: &'static str =
        "1 to 128 printable ASCII characters without `=`, `&` and `#`, not percent-encoded.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() || text.len() > 128 {
            return Err(Invalid::new("has 1 to 128 characters"));
        }
        if let Some(bad) = text.chars().find(|c| !c.is_ascii_graphic() || "=&#".contains(*c)) {
            return Err(Invalid::new(format!("must not contain {bad:?}")));
        }
        Ok(Self(text.to_owned()))
    }
}

/// A query, `x=y&x=z`, as the keys of a spec that take it, `params = { x = ["y", "z"] }`. `None` if it
/// is not plain enough.
pub(super) fn as_params(query: &str) -> Option<String> {
    let mut params: Vec<(&str, Vec<&str>)> = Vec::new();
    let plain = |text: &str| !text.is_empty() && !text.contains(['%', '+', '"', '\\']);
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=')?;
        if !plain(name) || !plain(value) || ParamName::parse(name).is_err() {
            return None;
        }
        match params.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => params.push((name, vec![value])),
        }
    }
    let bare = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let params: Vec<String> = params
        .into_iter()
        .map(|(name, values)| {
            let name = if bare(name) { name.to_owned() } else { format!("\"{name}\"") };
            format!("{name} = [\"{}\"]", values.join("\", \""))
        })
        .collect();
    Some(format!("params = {{ {} }}", params.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn names() {
        example::<ParamName>();
        good::<ParamName>("match[]", "match[]");
        good::<ParamName>("x-y.z", "x-y.z");
        bad::<ParamName>("", "1 to 128");
        bad::<ParamName>("a=b", "must not contain '='");
        bad::<ParamName>("a b", "must not contain ' '");
        bad::<ParamName>("ü", "must not contain");
    }

    #[test]
    fn queries() {
        let case = |query: &str, expected: Option<&str>| {
            assert_eq!(as_params(query).as_deref(), expected, "{query}");
        };
        case("x=y", Some(r#"params = { x = ["y"] }"#));
        case("x=y&a=b&x=z", Some(r#"params = { x = ["y", "z"], a = ["b"] }"#));
        case("collect[]=cpu", Some(r#"params = { "collect[]" = ["cpu"] }"#));
        for query in ["", "x", "x=", "=y", "x=%20", "x=a+b"] {
            case(query, None);
        }
    }
}

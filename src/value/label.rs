use super::newtype::newtype;
use super::{Invalid, Scalar};

newtype! {
    /// A label's name: letters, digits and `_`. Names that start with `__` belong to Prometheus.
    pub struct LabelName;
}

impl Scalar for LabelName {
    const WHAT: &'static str = "a label name";
    const EXAMPLE: &'static str = "team";
    const RULE: &'static str =
        "Letters, digits and `_`; starts with no digit and not with `__`. At most 128 characters.";
    const PATTERN: Option<&'static str> = Some("^[A-Za-z_][A-Za-z0-9_]*$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let start = text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
        if !start || !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return Err(Invalid::new(
                "has letters, digits and `_` only, and does not start with a digit",
            ));
        }
        if text.starts_with("__") {
            return Err(Invalid::new(
                "must not start with `__`, which Prometheus keeps for itself",
            ));
        }
        if text.len() > 128 {
            return Err(Invalid::new("has at most 128 characters"));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn label_names() {
        example::<LabelName>();
        good::<LabelName>("_a9", "_a9");
        bad::<LabelName>("", "letters");
        bad::<LabelName>("9a", "letters");
        bad::<LabelName>("a-b", "letters");
        bad::<LabelName>("__name__", "`__`");
        bad::<LabelName>("ä", "letters");
    }
}

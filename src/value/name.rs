use super::newtype::newtype;
use super::{Invalid, Scalar};

newtype! {
    /// The name of a stack, an app, an integration, a probe or a receiver: lower-case letters, digits,
    /// `-` and `_`. It becomes a Compose project or service, a job, a host name, a part of file names.
    pub struct Name;
}

impl Scalar for Name {
    const WHAT: &'static str = "a name";
    const EXAMPLE: &'static str = "orders-db";
    const RULE: &'static str =
        "1 to 63 lower-case letters, digits, `-` and `_`; starts with a letter or a digit.";
    const PATTERN: Option<&'static str> = Some("^[a-z0-9][a-z0-9_-]{0,62}$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let start =
            text.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let rest = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
        if start && text.bytes().all(rest) && text.len() <= 63 {
            return Ok(Self(text.to_owned()));
        }
        let error = Invalid::new(
            "has 1 to 63 lower-case letters, digits, `-` and `_`, and starts with a letter or digit",
        );
        let fixed: String = text
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
            .collect();
        let fixed = fixed.trim_matches(|c| c == '-' || c == '_');
        Err(match fixed.len() {
            1..=63 => error.help(format!("for example, \"{fixed}\"")),
            _ => error,
        })
    }
}

newtype! {
    /// The name of an alert, in the usual `CamelCase`: `HighErrorRate`. It is a label's value, a file's
    /// name (its runbook) and an anchor in a URL.
    pub struct AlertName;
}

impl Scalar for AlertName {
    const WHAT: &'static str = "an alert's name";
    const EXAMPLE: &'static str = "HighErrorRate";
    const RULE: &'static str = "1 to 100 letters, digits and `_`; starts with a letter.";
    const PATTERN: Option<&'static str> = Some("^[A-Za-z][A-Za-z0-9_]{0,99}$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let start = text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        if !start || !text.bytes().all(word) || text.len() > 100 {
            let error =
                Invalid::new("has 1 to 100 letters, digits and `_`, and starts with a letter");
            let fixed: String =
                text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            let good = fixed.starts_with(|c: char| c.is_ascii_alphabetic()) && fixed.len() <= 100;
            let suggests = good && fixed != text;
            return Err(if suggests { error.help(format!("for example, {fixed}")) } else { error });
        }
        Ok(Self(text.to_owned()))
    }
}

newtype! {
    /// A key of the catalogue's own: a setting, an image, a panel, a variable of a template.
    pub struct Key;
}

impl Scalar for Key {
    const WHAT: &'static str = "a key";
    const EXAMPLE: &'static str = "password_file";
    const RULE: &'static str = "1 to 64 lower-case letters, digits and `_`; starts with a letter.";
    const PATTERN: Option<&'static str> = Some("^[a-z][a-z0-9_]*$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let start = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        let rest = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if !start || !text.bytes().all(rest) || text.len() > 64 {
            return Err(Invalid::new("has 1 to 64 lower-case letters, digits and `_`"));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn names() {
        example::<Name>();
        good::<Name>("orders-db_2", "orders-db_2");
        bad::<Name>("", "1 to 63");
        bad::<Name>("Orders DB", "1 to 63");
        bad::<Name>("-a", "1 to 63");
        bad::<Name>(&"a".repeat(64), "1 to 63");
        bad::<Name>("../x", "1 to 63");
        let help = Name::parse("Orders DB").unwrap_err().help;
        assert_eq!(help.as_deref(), Some("for example, \"orders-db\""));
    }

    #[test]
    fn alert_names() {
        example::<AlertName>();
        good::<AlertName>("HighCPUUsage", "HighCPUUsage");
        bad::<AlertName>("", "starts with a letter");
        bad::<AlertName>("High CPU", "letters");
        bad::<AlertName>("../x", "letters");
    }

    #[test]
    fn keys() {
        example::<Key>();
        bad::<Key>("", "1 to 64");
        bad::<Key>("Password", "lower-case");
    }
}

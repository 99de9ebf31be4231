use super::newtype::newtype;
use super::{Invalid, Scalar};

newtype! {
    /// Free text of at most 64 KiB, without control characters other than line breaks and tabs. Lines end
    /// with `\n`, however they were written.
    pub struct Text;
}

impl Scalar for Text {
    const WHAT: &'static str = "a text";
    const EXAMPLE: &'static str = "Orders of the shop";
    const FREE: bool = true;
    const RULE: &'static str =
        "At most 64 KiB, without control characters other than line breaks and tabs.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        let is_bad = |c: char| c.is_control() && c != '\n' && c != '\t';
        // A program that writes TOML writes the line ends of Windows as `\r\n`.
        let text = text.replace("\r\n", "\n");
        check(&text, is_bad)?;
        Ok(Self(text))
    }
}

newtype! {
    /// Free text on one line: a [`Text`] that is not empty and has no line breaks and tabs.
    pub struct Line;
}

impl Scalar for Line {
    const WHAT: &'static str = "a text on one line";
    const EXAMPLE: &'static str = "Orders";
    const FREE: bool = true;
    const RULE: &'static str =
        "Not empty, without line breaks and other control characters. At most 64 KiB.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid::new("must not be empty"));
        }
        check(text, |c| c.is_control() || c == '\u{2028}' || c == '\u{2029}')?;
        Ok(Self(text.to_owned()))
    }
}

fn check(text: &str, is_bad: impl Fn(char) -> bool) -> Result<(), Invalid> {
    if let Some(bad) = text.chars().find(|c| is_bad(*c)) {
        return Err(Invalid::new(format!("must not contain the character {bad:?}")));
    }
    if text.len() > 64 * 1024 {
        return Err(Invalid::new("has at most 64 KiB"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn texts() {
        example::<Text>();
        good::<Text>("a\n\tb", "a\n\tb");
        good::<Text>("", "");
        good::<Text>("a\r\nb\r\n", "a\nb\n");
        bad::<Text>("a\rb", "'\\r'");
        bad::<Text>("a\r\nb\0", "'\\0'");
        bad::<Text>("a\0", "'\\0'");
        bad::<Text>("\u{1b}[31m", "must not contain");
        bad::<Text>("\u{9b}", "must not contain");
        bad::<Text>(&"a".repeat(70_000), "64 KiB");
    }

    #[test]
    fn lines() {
        example::<Line>();
        good::<Line>("🦀 ${HOME} {{ x }}", "🦀 ${HOME} {{ x }}");
        bad::<Line>("", "empty");
        bad::<Line>("a\nb", "must not contain");
        bad::<Line>("a\u{2028}b", "must not contain");
    }
}

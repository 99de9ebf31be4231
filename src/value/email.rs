use super::newtype::newtype;
use super::{Host, Invalid, Scalar};

newtype! {
    /// A mail address: `oncall@shop.example`, without a display name.
    pub struct Email;
}

impl Scalar for Email {
    const WHAT: &'static str = "a mail address";
    const EXAMPLE: &'static str = "oncall@shop.example";
    const RULE: &'static str = "One plain address, without a display name.";
    const PATTERN: Option<&'static str> = Some("^[^@ <>,]+@[^@ <>,]+$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let Some((local, domain)) = text.split_once('@') else {
            return Err(Invalid::new("needs a `@`"));
        };
        let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        if local.is_empty() || local.len() > 64 || dots || !local.chars().all(allowed) {
            return Err(Invalid::new(
                "is one plain address before the `@`, without a name, quotes or spaces",
            )
            .help("for several people, write several addresses, each in its own string"));
        }
        Host::parse(domain).map_err(|e| Invalid {
            reason: format!("after the `@`, {}", e.reason),
            help: e.help,
        })?;
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn addresses() {
        example::<Email>();
        good::<Email>("a.b+c@x.example", "a.b+c@x.example");
        bad::<Email>("oncall", "needs a `@`");
        bad::<Email>("On Call <a@b.example>", "one plain address");
        bad::<Email>("a@b.example, c@d.example", "after the `@`");
        bad::<Email>("@b", "one plain address");
        bad::<Email>("a@", "after the `@`");
        bad::<Email>("a..b@c", "one plain address");
    }
}

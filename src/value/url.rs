use super::newtype::newtype;
use super::{Host, Invalid, Port, Scalar};

newtype! {
    /// An `http` or `https` URL without a user and a password, as text that every reader splits in the
    /// same way: printable ASCII only.
    pub struct Url;
}

impl Url {
    /// Its host; an IPv6 address has no brackets.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        match authority.strip_prefix('[') {
            Some(inner) => inner.split(']').next().unwrap_or(inner),
            None => authority.split(':').next().unwrap_or(authority),
        }
    }
}

impl Scalar for Url {
    const WHAT: &'static str = "a URL";
    const EXAMPLE: &'static str = "https://shop.example/health";
    const RULE: &'static str =
        "Starts with `http://` or `https://`; printable ASCII, without a user and a password.";
    const PATTERN: Option<&'static str> = Some("^https?://");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))
        else {
            let error = Invalid::new("starts with `http://` or `https://`");
            return Err(if text.contains("://") || text.is_empty() {
                error
            } else {
                error.help(format!("write \"https://{text}\""))
            });
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        if let Some(letter) = authority.chars().find(|c| !c.is_ascii() && c.is_alphabetic())
            && let Err(error) = Host::parse(&letter.to_string())
        {
            return Err(its_host(error));
        }
        if let Some(bad) =
            text.chars().find(|c| !c.is_ascii_graphic() || "<>\"\\^`{|}".contains(*c))
        {
            return Err(Invalid::new(format!("must not contain {bad:?}")).help("percent-encode it"));
        }
        if authority.contains('@') {
            return Err(Invalid::new("must not carry a user or a password")
                .help("put the password into a file and name that file"));
        }
        let (host, port) = match authority.strip_prefix('[') {
            Some(inner) => match inner.split_once(']') {
                Some((host, "")) => (host, None),
                Some((host, port)) if port.starts_with(':') => (host, Some(&port[1..])),
                _ => return Err(Invalid::new("has an IPv6 address between `[` and `]`")),
            },
            None => match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            },
        };
        Host::parse(host).map_err(|error| {
            let whole = Host::meant(host).map(|meant| {
                let start = text.len() - rest.len();
                format!("{}{}", &text[..start], rest.replacen(host, &meant.in_url(), 1))
            });
            let whole = whole.filter(|whole| Self::parse(whole).is_ok());
            its_host(match whole {
                Some(whole) => error.help(format!("write \"{whole}\"")),
                None => error,
            })
        })?;
        if let Some(port) = port {
            Port::parse(port).map_err(|e| Invalid {
                reason: format!("has a port that {}", e.reason),
                help: e.help,
            })?;
        }
        let percent_ok = text.bytes().enumerate().filter(|(_, b)| *b == b'%').all(|(at, _)| {
            text.as_bytes()
                .get(at + 1..at + 3)
                .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
        });
        if !percent_ok {
            return Err(Invalid::new("has two hexadecimal digits after each `%`"));
        }
        if text.len() > 8192 {
            return Err(Invalid::new("has at most 8192 characters"));
        }
        Ok(Self(text.to_owned()))
    }
}

fn its_host(error: Invalid) -> Invalid {
    Invalid { reason: format!("has a host that {}", error.reason), help: error.help }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn urls() {
        example::<Url>();
        good::<Url>("http://[::1]:9090/x?y=1#z", "http://[::1]:9090/x?y=1#z");
        good::<Url>("https://a", "https://a");
        bad::<Url>("", "starts with");
        bad::<Url>("shop.example", "starts with");
        bad::<Url>("ftp://x", "starts with");
        bad::<Url>("https://", "a host that must not be empty");
        bad::<Url>("https://u:p@x", "password");
        bad::<Url>("https://x:99999", "a port that");
        bad::<Url>("https://x/a b", "must not contain ' '");
        bad::<Url>("https://x/%zz", "hexadecimal");
        bad::<Url>("https://x\n", "must not contain");
        bad::<Url>("https://x/ü", "must not contain 'ü'");
        bad::<Url>("https://bücher.example/x", "a host that has letters");
    }

    #[test]
    fn what_to_write_instead_is_a_url() {
        for (text, expected) in [
            ("http://10.1/x", "http://10.0.0.1/x"),
            ("https://0x0a.1:8443/a?b=10.1", "https://10.0.0.1:8443/a?b=10.1"),
            ("shop.example", "https://shop.example"),
        ] {
            let help = format!("write \"{expected}\"");
            assert_eq!(Url::parse(text).unwrap_err().help, Some(help), "{text}");
        }
    }

    #[test]
    fn hosts() {
        let host = |text: &str| Url::parse(text).unwrap().host().to_owned();
        assert_eq!(host("https://shop.example:8443/a?b#c"), "shop.example");
        assert_eq!(host("http://[::1]:9090/x"), "::1");
        assert_eq!(host("http://localhost"), "localhost");
    }
}

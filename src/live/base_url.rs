use std::fmt;
use std::str::FromStr;

/// Where a program's interface begins: `http://127.0.0.1:9090`, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The interface at an address as a URL has it, `[::1]:9090`.
    pub fn at(address: &str) -> Self {
        Self(format!("http://{address}"))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BaseUrl {
    type Err = String;

    /// Reads what a user gave. The reason never shows the text: there may be a password in it.
    fn from_str(text: &str) -> Result<Self, String> {
        let rest = match text.split_once("://") {
            Some(("http", rest)) => rest,
            Some(("https", _)) => {
                return Err("only http:// is supported: forward the port of the program itself, \
                            ssh -L 9090:localhost:9090 HOST, and name http://127.0.0.1:9090"
                    .to_owned());
            }
            _ => return Err("needs the form http://HOST:PORT".to_owned()),
        };
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') {
            return Err(
                "must not contain a user or a password: everybody on this host can read arguments"
                    .to_owned(),
            );
        }
        if rest.contains(['?', '#']) || rest.contains(|c: char| c.is_whitespace()) {
            return Err("has no query, no fragment and no spaces".to_owned());
        }
        if authority.is_empty() || authority.starts_with(':') {
            return Err("needs a host: http://HOST:PORT".to_owned());
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn good(text: &str, expected: &str) {
        assert_eq!(text.parse::<BaseUrl>().map(|url| url.to_string()).as_deref(), Ok(expected));
    }

    #[track_caller]
    fn bad(text: &str, reason: &str) {
        let error = text.parse::<BaseUrl>().unwrap_err();
        assert!(error.contains(reason), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }

    #[test]
    fn urls_of_programs() {
        good("http://127.0.0.1:9090", "http://127.0.0.1:9090");
        good("http://shop/prometheus/", "http://shop/prometheus");
        good("http://[::1]:9090/", "http://[::1]:9090");
        bad("https://shop.example", "forward the port");
        bad("127.0.0.1:9090", "needs the form http://");
        bad("http://admin:hunter2@shop:9090", "must not contain a user");
        bad("http://shop:9090/?a=b", "no query");
        bad("http://:9090", "needs a host");
        bad("http://", "needs a host");
    }

    #[test]
    fn addresses_become_urls() {
        assert_eq!(BaseUrl::at("127.0.0.1:9090").as_str(), "http://127.0.0.1:9090");
    }
}

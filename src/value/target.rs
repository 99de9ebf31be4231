use super::param::as_params;
use super::{HostPort, Invalid, Scalar};
use std::fmt;
use std::ops::Deref;

/// Where an app exposes its metrics: a host and a port. Who writes a URL is told which keys it goes
/// into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScrapeTarget(HostPort);

impl Deref for ScrapeTarget {
    type Target = HostPort;

    fn deref(&self) -> &HostPort {
        &self.0
    }
}

impl Scalar for ScrapeTarget {
    const WHAT: &'static str = "a target";
    const EXAMPLE: &'static str = HostPort::EXAMPLE;
    const RULE: &'static str = "A host name or an IP address, `:` and a port; an IPv6 address needs brackets. What else a URL has goes into `scheme`, `metrics_path` and `params`.";
    const PATTERN: Option<&'static str> = HostPort::PATTERN;

    fn parse(text: &str) -> Result<Self, Invalid> {
        HostPort::parse(text).map(Self).map_err(|error| match keys(text) {
            Some(keys) => Invalid { help: Some(keys), ..error },
            None => error,
        })
    }
}

/// The keys that a URL goes into, each on a line.
fn keys(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, it)| (rest, Some(it)));
    let (address, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let bare = rest.len() == text.len() && path.is_empty() && query.is_none();
    let port = match scheme {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let complete = [address.to_owned(), format!("{address}:{port}")];
    let address = complete.iter().find(|address| HostPort::parse(address).is_ok());
    let address = address.filter(|_| !bare)?;
    let mut keys = vec![format!("targets = [\"{address}\"]")];
    if scheme == "https" {
        keys.push("scheme = \"https\"".to_owned());
    }
    if super::UrlPath::parse(path).is_ok() && path != "/" && path != "/metrics" {
        keys.push(format!("metrics_path = \"{path}\""));
    }
    keys.extend(query.and_then(as_params));
    Some(keys.join("\n"))
}

impl fmt::Display for ScrapeTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn targets() {
        example::<ScrapeTarget>();
        good::<ScrapeTarget>("backend:8080", "backend:8080");
        bad::<ScrapeTarget>("http://backend:8080", "no scheme");
        bad::<ScrapeTarget>("backend", "needs a host and a port");
    }

    #[test]
    fn urls_go_into_several_keys() {
        let case = |text: &str, keys: &[&str]| {
            let help = ScrapeTarget::parse(text).unwrap_err().help.unwrap_or_default();
            assert_eq!(help.lines().collect::<Vec<_>>(), keys, "{text}");
        };
        case("http://backend:8080/metrics", &[r#"targets = ["backend:8080"]"#]);
        case("http://backend/", &[r#"targets = ["backend:80"]"#]);
        case("https://shop.example", &[r#"targets = ["shop.example:443"]"#, r#"scheme = "https""#]);
        case(
            "https://[fd00::1]:8443/m?format=prometheus",
            &[
                r#"targets = ["[fd00::1]:8443"]"#,
                r#"scheme = "https""#,
                r#"metrics_path = "/m""#,
                r#"params = { format = ["prometheus"] }"#,
            ],
        );
        case("backend:8080/m", &[r#"targets = ["backend:8080"]"#, r#"metrics_path = "/m""#]);
        case("backend:8080?a=b", &[r#"targets = ["backend:8080"]"#, r#"params = { a = ["b"] }"#]);
        case("backend", &["for example, \"backend:8080\""]);
        case("ftp://backend:21/x", &["write \"backend:21\""]);
    }
}

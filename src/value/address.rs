use super::{Host, Invalid, Port, Scalar};
use std::fmt;

/// A host and a port, as a scrape target has them: `backend:8080`, `[::1]:9100`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPort {
    /// The host.
    pub host: Host,
    /// The port.
    pub port: Port,
}

impl Scalar for HostPort {
    const WHAT: &'static str = "an address";
    const EXAMPLE: &'static str = "backend:8080";
    const RULE: &'static str = "A host name or an IP address, `:` and a port; an IPv6 address needs brackets. No scheme, no path.";
    const PATTERN: Option<&'static str> =
        Some(r"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        if let Some((scheme, rest)) = text.split_once("://") {
            let bare = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            // What stands before an `@` may be a password.
            let bare = bare.rsplit_once('@').map_or(bare, |(_, address)| address);
            let error = Invalid::new(format!("has no scheme (`{scheme}://`) and no path"));
            let usual = usual_port(scheme).map(|port| format!("{bare}:{port}"));
            let whole = [Some(bare.to_owned()), usual].into_iter().flatten();
            let good = whole.into_iter().find(|address| Self::parse(address).is_ok());
            return Err(match good {
                Some(address) => error.help(format!("write \"{address}\"")),
                None if Host::parse(bare).is_ok() => {
                    error.help(format!("add its port, for example \"{bare}:8080\""))
                }
                None => error,
            });
        }
        if let Some(at) = text.find(['/', '?', '#']) {
            let (bare, rest) = text.split_at(at);
            let error = Invalid::new(match rest.as_bytes()[0] {
                b'/' => "has no path",
                _ => "has no query (`?`) and no fragment (`#`)",
            });
            return Err(if Self::parse(bare).is_ok() {
                error.help(format!("write \"{bare}\""))
            } else {
                error
            });
        }
        let Some((host, port)) = text.rsplit_once(':') else {
            let example = format!("{text}:8080");
            let example = Self::parse(&example).map_or(Self::EXAMPLE.to_owned(), |_| example);
            return Err(
                Invalid::new("needs a host and a port").help(format!("for example, \"{example}\""))
            );
        };
        let bare = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inner) if inner.parse::<std::net::Ipv6Addr>().is_ok() => inner,
            Some(_) => return Err(Invalid::new("has an IPv6 address between `[` and `]`")),
            None if host.contains(':') => {
                let error = Invalid::new("needs `[` and `]` around an IPv6 address");
                let whole = format!("[{host}]:{port}");
                return Err(match Self::parse(&whole) {
                    Ok(_) => error.help(format!("for example, \"{whole}\"")),
                    Err(_) => error,
                });
            }
            None => host,
        };
        let host = Host::parse(bare).map_err(|e| {
            let whole = Host::meant(bare).map(|host| format!("{}:{port}", host.in_url()));
            let whole = whole.filter(|whole| Self::parse(whole).is_ok());
            prefix(
                "its host",
                match whole {
                    Some(whole) => e.help(format!("write \"{whole}\"")),
                    None => e,
                },
            )
        })?;
        let port = Port::parse(port).map_err(|e| prefix("its port", e))?;
        Ok(Self { host, port })
    }
}

/// The port of a URL that names none.
fn usual_port(scheme: &str) -> Option<u16> {
    Some(match scheme {
        "http" => 80,
        "https" => 443,
        _ => return None,
    })
}

fn prefix(what: &str, error: Invalid) -> Invalid {
    Invalid {
        reason: format!("is a host and a port, and {what} {}", error.reason),
        help: error.help,
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host.in_url(), self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn addresses() {
        example::<HostPort>();
        good::<HostPort>("10.0.0.1:80", "10.0.0.1:80");
        good::<HostPort>("[::1]:9100", "[::1]:9100");
        bad::<HostPort>("backend", "needs a host and a port");
        bad::<HostPort>("http://backend:8080/metrics", "no scheme");
        bad::<HostPort>("backend:8080/metrics", "no path");
        bad::<HostPort>("::1:9100", "needs `[`");
        bad::<HostPort>("backend:http", "its port is between");
        bad::<HostPort>(":80", "its host must not be empty");
        bad::<HostPort>("", "needs a host and a port");
        bad::<HostPort>("[x]:1", "IPv6 address between");
        bad::<HostPort>("a\nb:1", "its host has");
        bad::<HostPort>("backend:8080?x=y", "no query");
    }

    #[test]
    fn what_to_write_instead_is_an_address() {
        let case = |text: &str, expected: Option<&str>| {
            let help = HostPort::parse(text).unwrap_err().help;
            assert_eq!(help.as_deref(), expected, "{text}");
        };
        case("http://backend:8080/metrics", Some("write \"backend:8080\""));
        case("http://backend", Some("write \"backend:80\""));
        case("https://[::1]/x", Some("write \"[::1]:443\""));
        case("10.1:5432", Some("write \"10.0.0.1:5432\""));
        case("user:secret@10.0.0.9:80", None);
        case("monitor@db:5432", Some("write \"db:5432\""));
        case("my shop", Some("for example, \"backend:8080\""));
        case("", Some("for example, \"backend:8080\""));
        case("amqp://user:secret@queue:5672/x", Some("write \"queue:5672\""));
        case("amqp://user:secret@queue/x", Some("add its port, for example \"queue:8080\""));
        case("db:5432/shop", Some("write \"db:5432\""));
        case("db/shop", None);
    }
}

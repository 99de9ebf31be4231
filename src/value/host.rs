use super::inet::inet_aton;
use super::newtype::newtype;
use super::{Invalid, Scalar};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// Names that mean the machine itself wherever they are looked up: those of the usual `/etc/hosts`
/// files. All that ends in `.localhost` does as well (RFC 6761).
const LOOPBACK_NAMES: [&str; 8] = [
    "localhost",
    "localhost.localdomain",
    "localhost4",
    "localhost4.localdomain4",
    "localhost6",
    "localhost6.localdomain6",
    "ip6-localhost",
    "ip6-loopback",
];

newtype! {
    /// A host: a name that DNS or Docker resolves, or an IP address (IPv6 without brackets).
    pub struct Host;
}

impl Host {
    /// As it stands before a port or in a URL: an IPv6 address has brackets.
    pub fn in_url(&self) -> String {
        match self.0.parse::<Ipv6Addr>() {
            Ok(address) => format!("[{address}]"),
            Err(_) => self.0.clone(),
        }
    }

    /// Whether only Docker's own name server can know it, because it is a name without a dot.
    pub fn is_bare(&self) -> bool {
        !self.0.contains(['.', ':']) && !self.is_loopback()
    }

    /// The address, if it is one and no name. An IPv4 address that is written as an IPv6 address is
    /// an IPv4 address.
    pub fn ip(&self) -> Option<IpAddr> {
        self.0.parse::<IpAddr>().ok().map(|address| address.to_canonical())
    }

    /// The host that is meant by a text that is none: by a short form of an IPv4 address, such as `10.1`,
    /// or by a URL or an address with a port.
    pub(super) fn meant(text: &str) -> Option<Self> {
        if let Some(address) = inet_aton(text.strip_suffix('.').unwrap_or(text)) {
            return Some(Self(address.to_string()));
        }
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let rest = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        // What stands before an `@` may be a password.
        let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        let host = match rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((host, _)) => host,
            None => rest.split(':').next().unwrap_or(rest),
        };
        if host == text { None } else { Self::parse(host).ok() }
    }

    /// Whether it means the machine (or the container) itself, in whatever spelling. `0.0.0.0` is no
    /// address to connect to; who does reaches itself.
    pub fn is_loopback(&self) -> bool {
        if let Some(address) = self.ip() {
            return address.is_loopback() || address.is_unspecified();
        }
        let name = self.0.strip_suffix('.').unwrap_or(&self.0).to_ascii_lowercase();
        LOOPBACK_NAMES.contains(&name.as_str()) || name.ends_with(".localhost")
    }
}

impl Scalar for Host {
    const WHAT: &'static str = "a host name or an IP address";
    const EXAMPLE: &'static str = "backend";
    const RULE: &'static str =
        "A name that DNS or Docker resolves, or an IP address; an IPv6 address has no brackets.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self(address.to_string()));
        }
        if text.is_empty() {
            return Err(Invalid::new("must not be empty"));
        }
        if text.len() > 253 {
            return Err(Invalid::new("has at most 253 characters"));
        }
        if let Some(bad) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !"-_.".contains(*c))
        {
            let error =
                Invalid::new(format!("has letters, digits, `-`, `_` and `.` only, not {bad:?}"));
            return Err(match Self::meant(text) {
                Some(host) => error.help(format!("write \"{host}\"")),
                None if bad.is_alphabetic() => {
                    error.help("write the name as DNS has it: with the letters a to z, as `xn--…`")
                }
                None => error,
            });
        }
        let label_is_good = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if !text.strip_suffix('.').unwrap_or(text).split('.').all(label_is_good) {
            return Err(Invalid::new(
                "has parts of 1 to 63 characters between its dots, none starting or ending in `-`",
            ));
        }
        let bare = text.strip_suffix('.').unwrap_or(text);
        if let Some(address) = inet_aton(bare) {
            // Where it leads is wrong as well; that is what has to be said of it.
            if address.is_loopback() || address.is_unspecified() {
                return Ok(Self(address.to_string()));
            }
            return Err(Invalid::new("is an IPv4 address of four decimal numbers, or a name")
                .help(format!("write \"{address}\"")));
        }
        if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return Err(Invalid::new("looks like an IP address, but is none"));
        }
        Ok(Self(text.to_owned()))
    }
}

/// An address of this machine to publish a port on: `127.0.0.1`, `0.0.0.0`, `::1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BindAddress(IpAddr);

impl BindAddress {
    /// `127.0.0.1`.
    pub const LOOPBACK: Self = Self(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    /// Whether only this machine can reach it.
    pub fn is_loopback(self) -> bool {
        self.0.is_loopback()
    }

    /// Whether it belongs to a network that the internet does not route to: RFC 1918, RFC 6598
    /// (carriers and overlay networks) and RFC 4193.
    pub fn is_private(self) -> bool {
        match self.0 {
            IpAddr::V4(address) => {
                let [first, second, ..] = address.octets();
                address.is_private()
                    || address.is_link_local()
                    || (first == 100 && (64..128).contains(&second))
            }
            IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
        }
    }

    /// Whether two ports that are equal clash on these addresses. IPv4 and IPv6 are apart: Docker
    /// listens on them separately.
    pub fn overlaps(self, other: Self) -> bool {
        let any = self.0.is_unspecified() || other.0.is_unspecified();
        self == other || (any && self.0.is_ipv4() == other.0.is_ipv4())
    }
}

impl Scalar for BindAddress {
    const WHAT: &'static str = "an IP address of this host";
    const EXAMPLE: &'static str = "127.0.0.1";
    const RULE: &'static str = "An IPv4 or IPv6 address without a port: `127.0.0.1` is this host only, `0.0.0.0` is everyone.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        let text = if text == "localhost" { "127.0.0.1" } else { text };
        text.parse().map(Self).map_err(|_| {
            Invalid::new("is an IPv4 or IPv6 address without a port")
                .help("\"127.0.0.1\" for this host only, \"0.0.0.0\" for everyone")
        })
    }
}

impl fmt::Display for BindAddress {
    /// As Compose takes it before a port: an IPv6 address has brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn hosts() {
        example::<Host>();
        good::<Host>("backend", "backend");
        good::<Host>("orders_db-1.internal", "orders_db-1.internal");
        good::<Host>("10.0.0.1", "10.0.0.1");
        good::<Host>("::1", "::1");
        bad::<Host>("", "empty");
        bad::<Host>("a b", "only, not ' '");
        bad::<Host>("http://x", "not ':'");
        bad::<Host>("a..b", "parts");
        bad::<Host>("-a", "parts");
        bad::<Host>("999.1.1.1", "looks like an IP");
        bad::<Host>(&"a".repeat(300), "253");
        bad::<Host>("bücher", "only, not 'ü'");
        bad::<Host>("10.1", "four decimal numbers");
        bad::<Host>("0x0a000001", "four decimal numbers");
        for (text, host) in [
            ("10.1", "10.0.0.1"),
            ("https://shop.example/health?full=1", "shop.example"),
            ("shop.example:443", "shop.example"),
            ("ping://user:secret@192.0.2.10", "192.0.2.10"),
            ("[2001:db8::1]:53", "2001:db8::1"),
        ] {
            let help = format!("write \"{host}\"");
            assert_eq!(Host::parse(text).unwrap_err().help, Some(help), "{text}");
        }
        assert_eq!(Host::parse("my shop").unwrap_err().help, None);
    }

    #[test]
    fn names_that_others_gave() {
        for text in
            ["My_App.web", "meet.jitsi", "Backend_API", "_sip._tcp.example", "10.0.0.1.nip.io"]
        {
            good::<Host>(text, text);
        }
    }

    #[test]
    fn spellings_of_this_machine() {
        for text in [
            "localhost",
            "LOCALHOST",
            "LocalHost",
            "localhost.",
            "localhost.localdomain",
            "localhost4",
            "localhost6.localdomain6",
            "ip6-localhost",
            "IP6-Loopback",
            "shop.localhost",
            "127.0.0.1",
            "127.0.0.1.",
            "127.1",
            "127.255.0.3",
            "0x7f.1",
            "0177.0.0.1",
            "2130706433",
            "0x7f000001",
            "0",
            "0.0.0.0",
            "::",
            "::1",
            "0:0:0:0:0:0:0:1",
            "::ffff:127.0.0.1",
            "::ffff:7f00:1",
        ] {
            let host = Host::parse(text).unwrap_or_else(|e| panic!("{text}: {}", e.reason));
            assert!(host.is_loopback(), "{text}");
            assert!(!host.is_bare(), "{text}");
        }
        for text in [
            "localhosts",
            "my-localhost",
            "localhost.example",
            "128.0.0.1",
            "::2",
            "backend",
            "::ffff:10.0.0.1",
        ] {
            assert!(!Host::parse(text).unwrap().is_loopback(), "{text}");
        }
    }

    #[test]
    fn binds() {
        example::<BindAddress>();
        good::<BindAddress>("0.0.0.0", "0.0.0.0");
        good::<BindAddress>("localhost", "127.0.0.1");
        good::<BindAddress>("::1", "::1");
        bad::<BindAddress>("127.0.0.1:80", "without a port");
        bad::<BindAddress>("", "IPv4");
    }

    #[test]
    fn private_networks() {
        let private = |text: &str| BindAddress::parse(text).unwrap().is_private();
        for text in ["10.0.0.5", "172.16.0.1", "192.168.1.2", "100.64.0.1", "fd00::1", "fe80::1"] {
            assert!(private(text), "{text}");
        }
        for text in
            ["0.0.0.0", "127.0.0.1", "172.32.0.1", "100.128.0.1", "8.8.8.8", "::", "2001:db8::1"]
        {
            assert!(!private(text), "{text}");
        }
    }

    #[test]
    fn overlapping_addresses() {
        let case = |one: &str, two: &str, expected: bool| {
            let (one, two) = (BindAddress::parse(one).unwrap(), BindAddress::parse(two).unwrap());
            assert_eq!(one.overlaps(two), expected, "{one} {two}");
            assert_eq!(two.overlaps(one), expected, "{two} {one}");
        };
        case("127.0.0.1", "127.0.0.1", true);
        case("127.0.0.1", "10.0.0.1", false);
        case("0.0.0.0", "10.0.0.1", true);
        case("0.0.0.0", "::1", false);
        case("::", "::1", true);
    }
}

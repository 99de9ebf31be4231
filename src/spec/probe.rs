use crate::decode::{At, Listed, choice, table, tagged};
use crate::value::{Duration, Host, HostPort, LabelName, Line, Text, Url};

tagged! {
    /// Something that is watched from outside, as users see it.
    pub enum Probe("a probe") default "http" {
        Http = "http",
        Tcp = "tcp",
        Icmp = "icmp",
        Dns = "dns",
    }
}

choice! {
    /// The IP version that a probe uses.
    pub enum IpProtocol("an IP version") {
        /// IPv4 only.
        V4 = "ip4",
        /// IPv6 only.
        V6 = "ip6",
    }
}

/// Defines a kind of probe: a table with the keys that all probes share, and its own.
macro_rules! probe {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident($what:literal) { $($rest:tt)* }
    ) => {
        table! {
            $(#[doc = $doc])*
            pub struct $name($what) {
                $($rest)*
                /// How often it is probed. The default is `scrape_interval`.
                ///
                /// Example: `1m`
                interval: Option<At<Duration>>,
                /// How long an answer may take. The default is 5 s, or half a second less than the
                /// interval if that is shorter.
                ///
                /// Example: `3s`
                timeout: Option<At<Duration>>,
                /// The IP version to use. A target that is an address must be one of this version.
                ip_protocol: At<IpProtocol> = At::of(IpProtocol::V4),
                /// Labels on all its series.
                labels: Listed<LabelName, Line>,
            }
        }
    };
}

probe! {
    /// An HTTP request that must succeed. With `https`, the certificate is watched too.
    pub struct Http("an http probe") {
        /// The URLs to request.
        urls: Vec<At<Url>>,
        /// The status codes that count as success, instead of 200 to 299. To expect a redirect, also
        /// set `follow_redirects = false`.
        ///
        /// Example: `401`
        expect_status: Vec<At<u32>>,
        /// A regular expression (RE2) that the body must match.
        ///
        /// Example: `ok`
        expect_body: Option<At<Text>>,
        /// Whether redirects are followed.
        follow_redirects: At<bool> = At::of(true),
        /// Whether to accept any certificate.
        insecure_skip_verify: bool = false,
    }
}

probe! {
    /// A TCP connection that must be accepted.
    pub struct Tcp("a tcp probe") {
        /// The addresses to connect to.
        ///
        /// Example: `mail.shop.example:993`
        targets: Vec<At<HostPort>>,
        /// Whether a TLS handshake must also succeed. The certificate is then watched too.
        tls: bool = false,
    }
}

probe! {
    /// A ping that must be answered. Containers cannot ping if Docker is rootless or maps their users.
    pub struct Icmp("an icmp probe") {
        /// The hosts to ping.
        ///
        /// Example: `192.0.2.10`
        hosts: Vec<At<Host>>,
    }
}

probe! {
    /// A DNS query. The response must contain a record of the requested type.
    pub struct Dns("a dns probe") {
        /// The DNS servers to query.
        ///
        /// Example: `192.0.2.53:53`
        servers: Vec<At<HostPort>>,
        /// The name to look up.
        ///
        /// Example: `shop.example`
        query: At<Host>,
        /// The type of record to look up.
        record: RecordType = RecordType::A,
    }
}

choice! {
    /// A type of DNS record.
    pub enum RecordType("a record type") {
        /// An IPv4 address.
        A = "A",
        /// An IPv6 address.
        Aaaa = "AAAA",
        /// Another name.
        Cname = "CNAME",
        /// A mail server.
        Mx = "MX",
        /// A DNS server.
        Ns = "NS",
        /// The zone's start of authority.
        Soa = "SOA",
        /// A service's host and port.
        Srv = "SRV",
        /// Text.
        Txt = "TXT",
    }
}

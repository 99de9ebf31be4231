use crate::decode::{At, Listed, choice, table};
use crate::value::{
    BindAddress, Cpus, Duration, Email, Host, Image, LabelName, Line, Memory, Pids, Port, Size,
    SpecPath, Url,
};

table! {
    /// Limits of a container. What is not given stays as the catalogue has it.
    pub struct Limits("resources") {
        /// Memory. What needs more is killed.
        ///
        /// Example: `512MB`
        memory: Option<Memory>,
        /// CPUs: 0.5 is half of one.
        ///
        /// Example: `0.5`
        cpus: Option<Cpus>,
        /// Processes and threads.
        ///
        /// Example: `256`
        pids: Option<Pids>,
    }
}

table! {
    /// How long metrics are kept. Whichever limit is reached first counts.
    pub struct Retention("retention") {
        /// The time for which metrics are kept.
        time: At<Duration> = At::of(Duration::from_secs(15 * 86_400)),
        /// The size on disk up to which metrics are kept. Without it, a full disk is the limit.
        size: Option<At<Size>>,
    }
}

/// Defines a component: a table with the keys that all components share, and its own.
macro_rules! component {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident($what:literal) { $($rest:tt)* }
    ) => {
        table! {
            $(#[doc = $doc])*
            pub struct $name($what) {
                /// Whether it is part of the stack.
                enabled: At<bool> = At::of(true),
                /// Its image, if not the one that the catalogue pins.
                image: Option<At<Image>>,
                /// The port of this machine on which it is published.
                port: Option<At<Port>>,
                /// The address of this machine on which it is published: `127.0.0.1` for this
                /// machine only, `0.0.0.0` for everyone.
                bind: At<BindAddress> = At::of(BindAddress::LOOPBACK),
                /// The host name under which the proxy serves it, where it is published outside
                /// this host.
                ///
                /// Example: `metrics.shop.example`
                domain: Option<At<Host>>,
                /// Its limits.
                resources: Option<Limits>,
                $($rest)*
            }
        }

        impl $name {
            /// The keys that all components share.
            pub fn component(&self) -> Component<'_> {
                Component {
                    enabled: &self.enabled,
                    image: self.image.as_ref(),
                    port: self.port.as_ref(),
                    bind: &self.bind,
                    domain: self.domain.as_ref(),
                    resources: self.resources.as_ref(),
                }
            }
        }
    };
}

/// The keys that all components share.
#[derive(Clone, Copy, Debug)]
pub struct Component<'a> {
    /// Whether it is part of the stack.
    pub enabled: &'a At<bool>,
    /// Its image, if not the one that the catalogue pins.
    pub image: Option<&'a At<Image>>,
    /// The published port.
    pub port: Option<&'a At<Port>>,
    /// The address it is published on.
    pub bind: &'a At<BindAddress>,
    /// The host name under which the proxy serves it.
    pub domain: Option<&'a At<Host>>,
    /// Its limits.
    pub resources: Option<&'a Limits>,
}

component! {
    /// Collects and stores metrics, and evaluates rules.
    pub struct Prometheus("[prometheus]") {
        /// How often targets are scraped.
        scrape_interval: At<Duration> = At::of(Duration::from_secs(15)),
        /// How long a scrape may take. At most the interval; by default 10 s or the interval.
        ///
        /// Example: `10s`
        scrape_timeout: Option<At<Duration>>,
        /// How often rules are evaluated. By default as often as targets are scraped.
        ///
        /// Example: `30s`
        evaluation_interval: Option<At<Duration>>,
        /// How long metrics are kept.
        retention: Retention = Retention { time: At::of(Duration::from_secs(15 * 86_400)), size: None },
        /// Labels on everything that leaves this Prometheus: alerts, federated and remote series.
        external_labels: Listed<LabelName, Line>,
        /// The URL under which people reach it, for the links in notifications.
        ///
        /// Example: `https://prometheus.shop.example`
        external_url: Option<Url>,
        /// The URL of a folder that has the runbooks, as `NAME.md`. Alerts then carry a
        /// `runbook_url`.
        ///
        /// Example: `https://wiki.shop.example/runbooks`
        runbook_base_url: Option<Url>,
        /// How many alerts that reach people the stack may have before `check` warns. More are
        /// not read.
        alert_budget: At<u32> = At::of(20),
    }
}

component! {
    /// Sends alerts to people.
    pub struct Alertmanager("[alertmanager]") {
        /// The URL under which people reach it, for the links in notifications.
        ///
        /// Example: `https://alertmanager.shop.example`
        external_url: Option<Url>,
        /// How long after Prometheus' last message about an alert it counts as resolved.
        resolve_timeout: Duration = Duration::from_secs(300),
        /// The mail server, for receivers of type `email`.
        ///
        /// Example: `smtp.shop.example:587`
        smtp_smarthost: Option<At<crate::value::HostPort>>,
        /// The sender of mails.
        ///
        /// Example: `monitoring@shop.example`
        smtp_from: Option<At<Email>>,
        /// The user at the mail server.
        ///
        /// Example: `monitoring`
        smtp_user: Option<At<Line>>,
        /// The file with the password at the mail server.
        ///
        /// Example: `secrets/smtp-password`
        smtp_password_file: Option<At<SpecPath>>,
        /// Whether the mail server must speak TLS.
        smtp_require_tls: bool = true,
    }
}

component! {
    /// Dashboards.
    pub struct Grafana("[grafana]") {
        /// The URL under which people reach it.
        ///
        /// Example: `https://grafana.shop.example`
        external_url: Option<Url>,
        /// Whether there is the overview: what users get, what fires, and what it all runs on.
        overview: bool = true,
        /// Whether to render dashboards of the stack itself: Prometheus, Alertmanager, Grafana.
        stack_dashboards: bool = true,
        /// The name of the administrator.
        admin_user: Line = Line::constant("admin"),
        /// The file with the administrator's password. `stackgen up` creates it if it is missing, and
        /// puts a changed one in force.
        admin_password_file: At<SpecPath> = At::of(SpecPath::constant("secrets/grafana-admin-password")),
    }
}

choice! {
    /// Where the proxy's certificates come from.
    pub enum ProxyTls("a source of certificates") {
        /// From Let's Encrypt or another ACME authority; the domains must lead to this machine.
        Acme = "acme",
        /// From an authority of the proxy's own, which browsers do not know.
        Internal = "internal",
    }
}

table! {
    /// A Caddy reverse proxy with TLS and passwords. It is part of the stack where something is
    /// published outside this host.
    pub struct Proxy("[proxy]") {
        /// Whether it may be part of the stack.
        enabled: At<bool> = At::of(false),
        /// Its image, if not the one that the catalogue pins.
        ///
        /// Example: `registry.example/mirror/caddy:2.11.4`
        image: Option<At<Image>>,
        /// Its limits.
        resources: Option<Limits>,
        /// Where its certificates come from.
        tls: ProxyTls = ProxyTls::Acme,
        /// The file with its users, one a line: a name, a space, and the hash that
        /// `caddy hash-password` prints.
        users_file: At<SpecPath> = At::of(SpecPath::constant("secrets/proxy-users")),
    }
}

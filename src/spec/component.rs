use crate::decode::{At, Listed, choice, table};
use crate::value::{
    BindAddress, Cpus, Duration, Email, Host, Image, LabelName, Line, Memory, OwnPath, Pids, Port,
    Size, SpecPath, Url,
};

table! {
    /// Limits of a container. The catalogue has a default for each.
    pub struct Limits("resources") {
        /// Memory. A container that needs more is killed.
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
    /// How long metrics are kept: until the first of the two limits is reached.
    pub struct Retention("retention") {
        /// How long metrics are kept.
        time: At<Duration> = At::of(Duration::from_secs(15 * 86_400)),
        /// How much disk space metrics may use.
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
                /// The port of this host that it is published on.
                port: Option<At<Port>>,
                /// The address of this host that it is published on: `127.0.0.1` for this host
                /// only, `0.0.0.0` for everyone.
                bind: At<BindAddress> = At::of(BindAddress::LOOPBACK),
                /// The host name under which the proxy serves it, if it is published outside
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
            /// The name of its table in a spec.
            pub fn section() -> &'static str {
                $what.trim_matches(['[', ']'])
            }

            /// The keys that all components share.
            pub fn component(&self) -> Component<'_> {
                Component {
                    enabled: &self.enabled,
                    image: self.image.as_ref(),
                    port: self.port.as_ref(),
                    bind: &self.bind,
                    domain: self.domain.as_ref(),
                    resources: self.resources.as_ref(),
                    external_url: self.external_url.as_ref(),
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
    /// The URL that people open.
    pub external_url: Option<&'a Url>,
}

component! {
    /// Collects and stores metrics, and evaluates rules.
    pub struct Prometheus("[prometheus]") {
        /// How often targets are scraped.
        scrape_interval: At<Duration> = At::of(Duration::from_secs(15)),
        /// How long a scrape may take. At most the interval. The default is
        /// 10 s, or the interval if that is shorter.
        ///
        /// Example: `10s`
        scrape_timeout: Option<At<Duration>>,
        /// How often rules are evaluated. The default is `scrape_interval`.
        ///
        /// Example: `30s`
        evaluation_interval: Option<At<Duration>>,
        /// How long metrics are kept.
        retention: Retention = Retention { time: At::of(Duration::from_secs(15 * 86_400)), size: None },
        /// Labels on everything that leaves this Prometheus: alerts, and federated and remote series.
        external_labels: Listed<LabelName, Line>,
        /// The URL that people open, for the links in notifications.
        ///
        /// Example: `https://prometheus.shop.example`
        external_url: Option<Url>,
        /// The URL of the folder in which you publish `runbooks/`. Alerts then have a `runbook_url`:
        /// this URL and `/NAME.md`.
        ///
        /// Example: `https://wiki.shop.example/runbooks`
        runbook_base_url: Option<Url>,
        /// Rule files of your own, which Prometheus loads beside the stack's: files, or patterns of files, in
        /// the spec's folder.
        ///
        /// Example: `rules/*.yml`
        rule_files: Vec<At<OwnPath>>,
        /// How many alerts that reach people the stack may have before `stackgen check` warns. People
        /// stop reading alerts if there are too many.
        alert_budget: At<u32> = At::of(20),
    }
}

component! {
    /// Sends alerts to people.
    pub struct Alertmanager("[alertmanager]") {
        /// The URL that people open, for the links in notifications.
        ///
        /// Example: `https://alertmanager.shop.example`
        external_url: Option<Url>,
        /// How long after Prometheus's last message about an alert Alertmanager treats it as resolved.
        resolve_timeout: Duration = Duration::from_secs(300),
        /// The mail server, for receivers that send mail.
        ///
        /// Example: `smtp.shop.example:587`
        smtp_smarthost: Option<At<crate::value::HostPort>>,
        /// The sender address of e-mails.
        ///
        /// Example: `monitoring@shop.example`
        smtp_from: Option<At<Email>>,
        /// The user name for the mail server.
        ///
        /// Example: `monitoring`
        smtp_user: Option<At<Line>>,
        /// The file with the password for the mail server.
        ///
        /// Example: `secrets/smtp-password`
        smtp_password_file: Option<At<SpecPath>>,
        /// Whether to require TLS (STARTTLS) from the mail server.
        smtp_require_tls: bool = true,
    }
}

component! {
    /// Dashboards.
    pub struct Grafana("[grafana]") {
        /// The URL that people open.
        ///
        /// Example: `https://grafana.shop.example`
        external_url: Option<Url>,
        /// Whether to render the overview dashboard: what users get, which alerts fire, and how the
        /// host is.
        overview: bool = true,
        /// Whether to render dashboards of the stack itself: Prometheus, Alertmanager, Grafana.
        stack_dashboards: bool = true,
        /// The name of the administrator.
        admin_user: Line = Line::constant("admin"),
        /// The file with the administrator's password. `stackgen up` creates it if it is missing, and
        /// applies it if it changed.
        admin_password_file: At<SpecPath> = At::of(SpecPath::constant("secrets/grafana-admin-password")),
    }
}

choice! {
    /// Where the proxy's certificates come from.
    pub enum ProxyTls("a source of certificates") {
        /// From Let's Encrypt or another ACME authority. The domains must resolve to this host.
        Acme = "acme",
        /// From the proxy's own authority, which browsers do not trust.
        Internal = "internal",
    }
}

table! {
    /// A reverse proxy (Caddy) with TLS and passwords. It is part of the stack if something is published
    /// outside this host.
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
        /// `docker run --rm -it caddy:2 caddy hash-password` prints.
        users_file: At<SpecPath> = At::of(SpecPath::constant("secrets/proxy-users")),
    }
}

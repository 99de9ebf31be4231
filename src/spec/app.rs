use crate::catalog::{ScrapeProtocol, Signals};
use crate::decode::{At, Listed, choice, table};
use crate::value::{Duration, LabelName, Line, Name, ParamName, ScrapeTarget, SpecPath, UrlPath};

choice! {
    /// How metrics are fetched.
    pub enum Scheme("a scheme") {
        /// Without TLS.
        Http = "http",
        /// With TLS.
        Https = "https",
    }
}

table! {
    /// A service of yours that exposes metrics.
    pub struct App("an app") {
        /// Where its instances expose metrics.
        targets: Vec<At<ScrapeTarget>>,
        /// The path of the metrics.
        ///
        /// Example: `/metrics`
        metrics_path: Option<UrlPath>,
        /// Query parameters of each scrape: `{ format = ["prometheus"] }`.
        params: Listed<ParamName, Vec<At<Line>>>,
        /// How metrics are fetched.
        scheme: Scheme = Scheme::Http,
        /// The library that exports its HTTP metrics: it determines their names. Without this key,
        /// Prometheus scrapes the app and an alert fires when it is down, but no rule watches its
        /// traffic, errors and latency.
        ///
        /// Example: `express`
        convention: Option<At<Name>>,
        /// The metrics and labels that differ from the convention's.
        signals: Option<Signals>,
        /// A request slower than this counts as slow. It must be one of the histogram's bucket
        /// bounds. The default is the convention's.
        ///
        /// Example: `500ms`
        latency_threshold: Option<At<Duration>>,
        /// How often it is scraped, if that differs from the stack's `scrape_interval`.
        ///
        /// Example: `30s`
        scrape_interval: Option<At<Duration>>,
        /// The format of its metrics if the `Content-Type` of the response is missing or wrong, such as
        /// HTML. Without this key, Prometheus 3 refuses such a response.
        fallback_scrape_protocol: Option<ScrapeProtocol>,
        /// Labels on all its series.
        labels: Listed<LabelName, Line>,
        /// The user and the password that the metrics endpoint requires.
        basic_auth: Option<BasicAuth>,
        /// The file with the bearer token that the metrics endpoint requires.
        ///
        /// Example: `secrets/backend-metrics-token`
        bearer_token_file: Option<At<SpecPath>>,
        /// How its certificate is checked, with `scheme = "https"`.
        tls: Option<Tls>,
    }
}

table! {
    /// A user and a password.
    pub struct BasicAuth("basic_auth") {
        /// The user.
        ///
        /// Example: `prometheus`
        username: Line,
        /// The file with the password.
        ///
        /// Example: `secrets/backend-metrics-password`
        password_file: At<SpecPath>,
    }
}

table! {
    /// How a certificate is checked.
    pub struct Tls("tls") {
        /// The file with the certificate of the authority that signed it.
        ///
        /// Example: `secrets/internal-ca.pem`
        ca_file: Option<At<SpecPath>>,
        /// The name that the certificate must carry, if not the target's host.
        ///
        /// Example: `backend.shop.example`
        server_name: Option<crate::value::Host>,
        /// Whether to accept any certificate.
        insecure_skip_verify: bool = false,
    }
}

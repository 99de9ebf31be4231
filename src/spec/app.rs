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
        /// The library that makes its HTTP metrics, and so their names. Without it, the app is
        /// scraped, and watched for being down, but its traffic, errors and latency are unknown.
        ///
        /// Example: `express`
        convention: Option<At<Name>>,
        /// Where its metrics differ from the convention.
        signals: Option<Signals>,
        /// A request slower than this counts as slow. It must be one of the histogram's bucket
        /// bounds; by default as the convention has it.
        ///
        /// Example: `500ms`
        latency_threshold: Option<At<Duration>>,
        /// How often it is scraped, if that differs from the stack's `scrape_interval`.
        ///
        /// Example: `30s`
        scrape_interval: Option<At<Duration>>,
        /// The format of its metrics if its answer does not name one, or names another: a blank or an
        /// HTML `Content-Type`. Without this key, Prometheus 3 refuses such an answer.
        fallback_scrape_protocol: Option<ScrapeProtocol>,
        /// Labels on all its series.
        labels: Listed<LabelName, Line>,
        /// A user and a password that the metrics ask for.
        basic_auth: Option<BasicAuth>,
        /// The file with the bearer token that the metrics ask for.
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

use crate::catalog::ScrapeProtocol;
use crate::decode::At;
use crate::diag::Span;
use crate::spec::{Scheme, Tls};
use crate::value::{Duration, Line, Name, UrlPath};

/// A scrape job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its name, which becomes the `job` label.
    pub name: String,
    /// Where in the spec it comes from.
    pub span: Span,
    /// What it is, for people.
    pub title: String,
    /// What is scraped.
    pub targets: Vec<Target>,
    /// The path of the metrics.
    pub metrics_path: UrlPath,
    /// How metrics are fetched.
    pub scheme: Scheme,
    /// The interval, if it differs from `scrape_interval`.
    pub interval: Option<At<Duration>>,
    /// How long a scrape may take, if not as long as everywhere else.
    pub timeout: Option<Duration>,
    /// Query parameters.
    pub params: Vec<(String, Vec<String>)>,
    /// The format of the metrics where the answer does not say it.
    pub fallback: Option<ScrapeProtocol>,
    /// Metric names that are thrown away, as regular expressions.
    pub drop_metrics: Vec<Line>,
    /// What the metrics ask for.
    pub auth: Option<Auth>,
    /// How certificates are checked.
    pub tls: Option<Tls>,
    /// The mounted path of the authority's certificate.
    pub ca_file: Option<String>,
    /// Whether the targets are scraped themselves.
    pub via: Via,
}

/// Whether targets are scraped themselves.
#[derive(Clone, Debug, PartialEq)]
pub enum Via {
    /// They are.
    Direct,
    /// An exporter is, which is told the target as a parameter.
    Exporter {
        /// The exporter's address.
        address: String,
    },
}

/// A target and the labels of all its series, `job` apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Its address, or what a probe is told.
    pub address: String,
    /// Its labels, in reading order.
    pub labels: Vec<(String, String)>,
    /// Where the spec names it; nowhere if it is a service of the stack.
    pub span: Span,
}

/// What the metrics ask for. Paths are those in Prometheus's container.
#[derive(Clone, Debug, PartialEq)]
pub enum Auth {
    /// A user and a password.
    Basic {
        /// The user.
        username: Line,
        /// The file with the password.
        password_file: String,
    },
    /// A bearer token.
    Bearer {
        /// The file with the token.
        credentials_file: String,
    },
}

impl Job {
    /// The names of all labels that its series carry.
    pub fn label_names(&self) -> Vec<String> {
        let mut names = vec!["job".to_owned(), "instance".to_owned()];
        for target in &self.targets {
            for (name, _) in &target.labels {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }
}

/// The job that scrapes a probe's targets.
pub fn probe_job(probe: &Name) -> String {
    format!("probe-{probe}")
}

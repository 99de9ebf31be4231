use super::{Alert, Alerting, Dashboard, Datasource, Job, Overview, OwnGroup, Recording, Service};
use crate::catalog::{Convention, MetricType, Section};
use crate::decode::At;
use crate::diag::{SourceId, Span};
use crate::spec::{Machine, PresetName, Probe, ProxyTls};
use crate::value::{Duration, Host, LabelName, Line, Name, NetworkName, RelPath, Size, Url};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A whole monitoring stack, resolved.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its name, and that of its Compose project.
    pub name: Name,
    /// The preset that it started from.
    pub preset: PresetName,
    /// How Prometheus works.
    pub prometheus: PrometheusSettings,
    /// Its containers, in reading order.
    pub services: Vec<Service>,
    /// What the machine is like that it runs on.
    pub host: Machine,
    /// The networks of others that it joins.
    pub join: Vec<At<NetworkName>>,
    /// What Prometheus scrapes.
    pub jobs: Vec<Job>,
    /// What is watched from outside.
    pub probes: Vec<Watch>,
    /// What each integration in use contributes.
    pub parts: Vec<Part>,
    /// The rules of the user's own rule files.
    pub own_rules: Vec<OwnGroup>,
    /// How alerts reach people. `None`: they do not.
    pub alerting: Option<Alerting>,
    /// Whether there is Grafana.
    pub grafana: bool,
    /// Grafana's overview.
    pub overview: Option<Overview>,
    /// Grafana's data sources, in reading order.
    pub datasources: Vec<Datasource>,
    /// Files of the output that integrations bring, and those of the user's own.
    pub files: Vec<File>,
    /// What the reverse proxy serves, if there is one.
    pub proxy: Option<Proxy>,
    /// Which metrics carry the golden signals of its apps.
    pub profiles: Vec<Profile>,
    /// The spec's own source; what stands elsewhere comes from a preset or the catalogue.
    pub source: SourceId,
}

/// Something that is watched from outside.
#[derive(Clone, Debug)]
pub struct Watch {
    /// Its name.
    pub name: At<Name>,
    /// How it is asked.
    pub probe: Probe,
    /// How long an answer may take.
    pub timeout: Duration,
}

/// Which metrics carry the golden signals of some apps.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The convention, with the app's name where the app changes it.
    pub convention: String,
    /// A counter of requests.
    pub requests: Option<String>,
    /// Matchers that pick the failed ones.
    pub errors: Option<String>,
    /// Where the matchers stand.
    pub errors_span: Option<Span>,
    /// A histogram of the response time.
    pub duration: Option<String>,
    /// The bounds of its buckets.
    pub buckets: Vec<f64>,
    /// The label that names the route.
    pub route: Option<String>,
    /// A request slower than this counts as slow.
    pub latency_threshold: Option<At<Duration>>,
    /// Labels of a request that went well.
    pub example_ok: Option<At<String>>,
    /// Labels of a request that failed.
    pub example_error: Option<At<String>>,
    /// The convention itself.
    pub(super) base: Arc<Convention>,
}

/// A file of the output that an integration or the spec brings.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path in the output.
    pub path: RelPath,
    /// Where it is named.
    pub span: Span,
    /// Its text.
    pub text: String,
}

/// What the reverse proxy serves.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Where its certificates come from.
    pub tls: ProxyTls,
    /// The path of its users in its container.
    pub users: String,
    /// Host name and service address, `grafana.shop.example` and `grafana:3000`.
    pub sites: Vec<(Host, String)>,
}

/// How Prometheus works.
#[derive(Clone, Debug)]
pub struct PrometheusSettings {
    /// How often targets are scraped.
    pub scrape_interval: At<Duration>,
    /// How long a scrape may take.
    pub scrape_timeout: Duration,
    /// How often rules are evaluated.
    pub evaluation_interval: At<Duration>,
    /// The range that `rate` and the like look at: at least four scrape intervals.
    pub window: Duration,
    /// How long metrics are kept.
    pub retention_time: At<Duration>,
    /// Up to which size.
    pub retention_size: Option<At<Size>>,
    /// Labels on everything that leaves Prometheus.
    pub external_labels: BTreeMap<LabelName, Line>,
    /// The URL of the folder of runbooks.
    pub runbook_base_url: Option<Url>,
    /// How many alerts that reach people are too many.
    pub alert_budget: At<u32>,
}

/// What one integration in use contributes.
#[derive(Clone, Debug)]
pub struct Part {
    /// The integration's name; also that of its rule file and its dashboard.
    pub name: Name,
    /// Its name for people.
    pub title: Line,
    /// What it watches.
    pub summary: Line,
    /// The section of a spec that it serves.
    pub section: Section,
    /// Where it is defined.
    pub source: SourceId,
    /// Whether it is the user's own rather than part of the program.
    pub own: bool,
    /// Whether it is in the place of one that is part of the program.
    pub replaces: bool,
    /// The jobs that provide its metrics.
    pub jobs: Vec<String>,
    /// The metrics that those jobs provide.
    pub metrics: Vec<ProvidedMetric>,
    /// What it computes in advance.
    pub recordings: Vec<Recording>,
    /// When somebody must act.
    pub alerts: Vec<Alert>,
    /// What it shows.
    pub dashboards: Vec<Dashboard>,
}

/// A metric that a job of the stack provides, under the name that expressions use: a histogram is
/// listed under its `_bucket`, `_sum` and `_count`.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvidedMetric {
    /// Its name.
    pub name: String,
    /// What its values mean. For the series of a histogram, `Counter`.
    pub kind: MetricType,
    /// All labels it carries, with those of its targets.
    pub labels: Vec<String>,
    /// For a `_bucket`, the bounds in seconds (or whatever it counts), if they are known.
    pub buckets: Vec<f64>,
}

use super::{
    Alert, Dashboard, Datasource, Detect, File, Group, Metric, Recording, Scrape, Service, Setting,
};
use crate::decode::{Listed, choice, table};
use crate::value::{AlertName, Key, Line, MetricName, Name, Text, Url};

choice! {
    /// The section of a spec that an integration serves.
    pub enum Section("a section") {
        /// `[integrations.*]`: something with an exporter.
        Integrations = "integrations",
        /// `[apps.*]`: services of the user that expose their own metrics.
        Apps = "apps",
        /// `[probes.*]`: what is watched from outside.
        Probes = "probes",
        /// No section: it is part of the stack if its component is, such as Prometheus itself.
        Stack = "stack",
    }
}

table! {
    /// Everything stackgen knows about one kind of service: how to get its metrics, which metrics it
    /// has, what they mean, and when somebody must act.
    pub struct Integration("an integration") {
        /// Its title: `PostgreSQL`.
        title: Line,
        /// What it watches, in one sentence.
        summary: Line,
        /// Where upstream documents the exporter or the metrics.
        docs: Option<Url>,
        /// The section of a spec that it serves.
        section: Section = Section::Integrations,
        /// Whether a stack can have it only once.
        singleton: bool = false,
        /// What a user sets in `[integrations.NAME]`, beyond the keys that all integrations share.
        settings: Listed<Key, Setting>,
        /// What somebody must do once in the watched service before Prometheus can monitor it, as
        /// Markdown: create a role, switch on an option.
        setup: Option<Text>,
        /// Its containers. Without one, the user gives `targets`.
        services: Vec<Service>,
        /// Files of the output that its services or others read.
        files: Vec<File>,
        /// How Prometheus reads the metrics: one scrape job for all that use it, or one for each of
        /// its services.
        scrapes: Vec<Scrape>,
        /// The metrics that expressions may use, by name. Do not list `up` and the other metrics that
        /// Prometheus creates for each target.
        metrics: Listed<MetricName, Metric>,
        /// Groups of rules, by name. Rules that name none are in a group that is evaluated every
        /// `evaluation_interval` of the spec.
        groups: Listed<Name, Group>,
        /// Recording rules.
        recordings: Vec<Recording>,
        /// Alerts, by name, in reading order.
        alerts: Listed<AlertName, Alert>,
        /// What recognises such a service in an application's Compose file.
        detect: Option<Detect>,
        /// The data sources that Grafana has of it.
        datasources: Vec<Datasource>,
        /// Its dashboards.
        dashboards: Vec<Dashboard>,
    }
}

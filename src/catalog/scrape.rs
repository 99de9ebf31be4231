use crate::decode::{At, Listed, choice, table};
use crate::value::{Duration, Key, Line, Name, ParamName, UrlPath};

choice! {
    /// A format of metrics, as Prometheus calls it.
    pub enum ScrapeProtocol("a scrape protocol") {
        /// The text format, which most libraries write.
        PrometheusText004 = "PrometheusText0.0.4",
        /// The text format in which names may contain any character.
        PrometheusText100 = "PrometheusText1.0.0",
        /// The older `OpenMetrics`.
        OpenMetricsText001 = "OpenMetricsText0.0.1",
        /// `OpenMetrics`.
        OpenMetricsText100 = "OpenMetricsText1.0.0",
        /// Protocol buffers.
        PrometheusProto = "PrometheusProto",
    }
}

table! {
    /// How Prometheus reads an integration's metrics: one scrape job for all that use it.
    pub struct Scrape("a scrape job") {
        /// The job's name, which becomes the `job` label.
        job: At<Name>,
        /// Which of the integration's services it reads, by its `name`. The default is the first one.
        service: Option<At<Line>>,
        /// On which of the service's `ports`, by name. The default is its `port`.
        port: Option<At<Key>>,
        /// The path of the metrics.
        metrics_path: Option<UrlPath>,
        /// The scrape interval, if it differs from the stack's `scrape_interval`.
        interval: Option<At<Duration>>,
        /// Query parameters.
        params: Listed<ParamName, Vec<Line>>,
        /// The format of the metrics if the `Content-Type` of the response is missing or wrong, such as
        /// HTML. Without this key, Prometheus 3 refuses such a response.
        fallback_scrape_protocol: Option<ScrapeProtocol>,
        /// Regular expressions of metric names to drop, because they cost more than they are worth.
        drop_metrics: Vec<Line>,
    }
}

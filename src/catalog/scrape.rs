use crate::decode::{At, Listed, table};
use crate::value::{Duration, Line, Name, ParamName, UrlPath};

table! {
    /// How Prometheus reads an integration's metrics: one scrape job for all that use it.
    pub struct Scrape("a scrape job") {
        /// The job's name, which becomes the `job` label.
        job: At<Name>,
        /// The path of the metrics.
        metrics_path: Option<UrlPath>,
        /// How often, if not as often as everything else.
        interval: Option<At<Duration>>,
        /// Query parameters.
        params: Listed<ParamName, Vec<Line>>,
        /// Regular expressions of metric names that are thrown away, because they cost more than
        /// they tell.
        drop_metrics: Vec<Line>,
    }
}

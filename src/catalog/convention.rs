use super::Metric;
use crate::decode::{At, Listed, table};
use crate::value::{Duration, LabelName, Line, MetricName, Url};

table! {
    /// Which metric and label names carry the golden signals of an app, for one library that makes
    /// them.
    pub struct Convention("a convention") {
        /// The library, for people.
        title: Line,
        /// What to know about it, in one sentence.
        summary: Line,
        /// Where upstream documents it.
        docs: Option<Url>,
        /// Where the signals are.
        signals: Signals,
        /// The metrics that the library emits.
        metrics: Listed<MetricName, Metric>,
    }
}

table! {
    /// Where the golden signals are. In a spec, each key that is given replaces the convention's.
    pub struct Signals("signals") {
        /// A counter with one increment per request.
        ///
        /// Example: `http_requests_total`
        requests: Option<At<MetricName>>,
        /// PromQL matchers that pick the failed ones among them.
        ///
        /// Example: `status_code=~"5.."`
        errors: Option<At<Line>>,
        /// A histogram of the response time in seconds, by its name without `_bucket`.
        ///
        /// Example: `http_request_duration_seconds`
        duration: Option<At<MetricName>>,
        /// The bounds of its buckets in seconds, without `+Inf`.
        ///
        /// Example: `0.5`
        buckets: Vec<At<f64>>,
        /// The label that names the route.
        ///
        /// Example: `route`
        route: Option<At<LabelName>>,
        /// A request slower than this counts as slow. It must be one of the buckets' bounds.
        ///
        /// Example: `500ms`
        latency_threshold: Option<At<Duration>>,
        /// Labels of a request that went well, for the unit tests.
        ///
        /// Example: `status_code="200"`
        example_ok: Option<At<Line>>,
        /// Labels of a request that failed, for the unit tests.
        ///
        /// Example: `status_code="500"`
        example_error: Option<At<Line>>,
    }
}

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
    /// The metrics and labels that carry the golden signals. In a spec, each key replaces the
    /// convention's.
    pub struct Signals("signals") {
        /// A counter with one increment per request.
        ///
        /// Example: `http_requests_total`
        requests: Option<At<MetricName>>,
        /// PromQL matchers that select the failed requests.
        ///
        /// Example: `status_code=~"5.."`
        errors: Option<At<Line>>,
        /// A histogram of response times in seconds. Its name, without `_bucket`.
        ///
        /// Example: `http_request_duration_seconds`
        duration: Option<At<MetricName>>,
        /// The bucket bounds of the histogram in seconds, without `+Inf`.
        ///
        /// Example: `0.5`
        buckets: Vec<At<f64>>,
        /// The label that names the route.
        ///
        /// Example: `route`
        route: Option<At<LabelName>>,
        /// A request slower than this counts as slow. It must be one of the bucket bounds.
        ///
        /// Example: `500ms`
        latency_threshold: Option<At<Duration>>,
        /// The labels of a successful request, for the unit tests.
        ///
        /// Example: `status_code="200"`
        example_ok: Option<At<Line>>,
        /// The labels of a failed request, for the unit tests.
        ///
        /// Example: `status_code="500"`
        example_error: Option<At<Line>>,
    }
}

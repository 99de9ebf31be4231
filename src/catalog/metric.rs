use crate::decode::{At, choice, table};
use crate::value::{LabelName, Line};

choice! {
    /// What a metric's values mean.
    pub enum MetricType("a metric type") {
        /// Only grows, except that a restart resets it: use `rate`.
        Counter = "counter",
        /// Goes up and down: use it as it is.
        Gauge = "gauge",
        /// Counters `_bucket` (with the label `le`), `_sum` and `_count`.
        Histogram = "histogram",
        /// Gauges with the label `quantile`, and counters `_sum` and `_count`.
        Summary = "summary",
    }
}

table! {
    /// A metric that something emits.
    pub struct Metric("a metric") {
        /// What its values mean.
        r#type: MetricType,
        /// The labels it carries besides those of the target (`job`, `instance`).
        labels: Vec<LabelName>,
        /// A histogram's bucket bounds, without `+Inf`. Empty if they are not known.
        buckets: Vec<At<f64>>,
        /// Why a healthy target may not emit it.
        optional: Option<Line>,
    }
}

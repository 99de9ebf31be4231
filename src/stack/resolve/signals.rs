//! Signals that name metrics of another kind than they need.

use super::Builder;
use crate::catalog::{MetricType, Signals};
use crate::decode::At;
use crate::decode::codes::BAD_VALUE;
use crate::diag::Diagnostic;
use crate::stack::{OF_TARGETS, Profile};
use crate::value::MetricName;

impl Builder<'_> {
    /// Refuses own signals that cannot be what they are taken for: every rule on them would read
    /// series that nothing provides.
    pub(super) fn check_signals(&mut self, signals: &Signals, profile: &Profile) {
        let problem = signals.requests.as_ref().and_then(|own| no_counter(own, signals, profile));
        let problem = problem.or_else(|| no_histogram(signals.duration.as_ref()?, profile));
        self.diagnostics.extend(problem);
    }
}

/// What a metric is, as far as that is known.
fn kind(name: &str, profile: &Profile) -> Option<MetricType> {
    if OF_TARGETS.contains(&name) {
        return Some(MetricType::Gauge);
    }
    profile.kind_by_convention(name)
}

/// What is wrong with the metric that is to count requests.
fn no_counter(own: &At<MetricName>, signals: &Signals, profile: &Profile) -> Option<Diagnostic> {
    let name = own.as_str();
    let is_histogram = |name: &str| {
        profile.duration.as_deref() == Some(name)
            || kind(name, profile) == Some(MetricType::Histogram)
    };
    let series = |end| name.strip_suffix(end).filter(|bare| is_histogram(bare));
    let (what, histogram) = if is_histogram(name) {
        ("is a histogram", Some(name))
    } else if let Some(bare) = series("_bucket") {
        ("counts each once for every bucket", Some(bare))
    } else if let Some(bare) = series("_sum") {
        ("sums seconds", Some(bare))
    } else {
        match kind(name, profile)? {
            MetricType::Gauge => ("is a gauge", None),
            MetricType::Summary => ("is a summary", Some(name)),
            MetricType::Counter | MetricType::Histogram => return None,
        }
    };
    let duration = signals.duration.as_ref().filter(|duration| duration.as_str() == name);
    let help = match histogram {
        Some(bare) => format!("it counts requests as well: requests = \"{bare}_count\""),
        None => "name a counter with one increment per request".to_owned(),
    };
    Some(
        Diagnostic::error(
            BAD_VALUE,
            format!("`requests` is a counter of requests, and `{name}` {what}"),
        )
        .at(own.span, "")
        .at_opt(duration.map(|at| at.span), "and it is the histogram here")
        .help(help),
    )
}

/// What is wrong with the metric that is to tell the time to answer.
fn no_histogram(own: &At<MetricName>, profile: &Profile) -> Option<Diagnostic> {
    let name = own.as_str();
    let is_histogram = |name: &str| kind(name, profile) == Some(MetricType::Histogram);
    let bare = ["_bucket", "_sum", "_count"].iter().find_map(|end| {
        let bare = name.strip_suffix(end)?;
        (*end == "_bucket" || is_histogram(bare)).then_some((bare, *end))
    });
    let problem = if let Some((bare, end)) = bare {
        Diagnostic::error(BAD_VALUE, format!("a histogram is named without `{end}`"))
            .help(format!("write duration = \"{bare}\""))
    } else {
        let what = match kind(name, profile) {
            _ if profile.requests.as_deref() == Some(name) => "the counter of requests",
            Some(MetricType::Counter) => "a counter",
            Some(MetricType::Gauge) => "a gauge",
            Some(MetricType::Summary) => "a summary",
            Some(MetricType::Histogram) | None => return None,
        };
        Diagnostic::error(BAD_VALUE, format!("`duration` is a histogram, and `{name}` is {what}"))
            .help("name the histogram of the response time, for example, \"http_request_duration_seconds\"")
    };
    Some(problem.at(own.span, ""))
}

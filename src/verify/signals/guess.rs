//! What an app may mean by the names that it uses.

use std::collections::{BTreeMap, BTreeSet};

/// Parts of names that speak for a metric of the requests that an app answers, and against it.
const FOR: &[(&str, i32)] =
    &[("request", 4), ("http", 3), ("server", 2), ("response", 1), ("duration", 1)];
const AGAINST: &[&str] = &[
    "client",
    "promhttp",
    "in_flight",
    "inflight",
    "in_progress",
    "active",
    "bytes",
    "size",
    "error",
    "fail",
    "exception",
    "rejected",
    "_max",
    "_created",
    "_ms_",
    "millis",
];
/// Less than that is chance.
const LEAST: i32 = 4;

/// The counter of requests, by its name.
pub(super) fn counter(series: &BTreeSet<String>) -> Option<String> {
    let histogram = |name: &str| {
        let bare = name.strip_suffix("_count")?;
        series.contains(&format!("{bare}_sum")).then_some(())
    };
    let counts = series.iter().filter(|name| name.ends_with("_total") || histogram(name).is_some());
    best(counts.map(|name| (score(name) + i32::from(name.ends_with("_total")), name.as_str())))
}

/// The histogram of the time to answer, by the name of its buckets.
pub(super) fn histogram(series: &BTreeSet<String>) -> Option<String> {
    let bare = series.iter().filter_map(|name| name.strip_suffix("_bucket"));
    best(bare.map(|name| (score(&format!("{name}_")), name)))
}

fn score(name: &str) -> i32 {
    if AGAINST.iter().any(|part| name.contains(part)) {
        return 0;
    }
    FOR.iter().filter(|(part, _)| name.contains(part)).map(|(_, points)| points).sum()
}

/// The one with the most points; of equals, the shortest.
fn best<'a>(all: impl Iterator<Item = (i32, &'a str)>) -> Option<String> {
    let good = all.filter(|(points, _)| *points >= LEAST);
    let best = good.min_by_key(|(points, name)| (-points, name.len(), *name))?;
    Some(best.1.to_owned())
}

/// A label that tells failed requests from others.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failure {
    pub(super) label: String,
    /// The matcher of failed requests: `status=~"5.."`.
    pub(super) matcher: String,
    /// The value of a request that went well.
    pub(super) ok: String,
    /// The value of one that failed.
    pub(super) failed: String,
}

const FAILED: [&str; 7] =
    ["SERVER_ERROR", "error", "Error", "ERROR", "failure", "FAILURE", "failed"];
const OTHERWISE: [&str; 9] = [
    "SUCCESS",
    "success",
    "OK",
    "ok",
    "CLIENT_ERROR",
    "REDIRECTION",
    "INFORMATIONAL",
    "UNKNOWN",
    "timeout",
];

/// The label by which failed requests can be told apart, if one looks like it.
pub(super) fn failure(values: &BTreeMap<&str, BTreeSet<&str>>) -> Option<Failure> {
    let points = |label: &str| match label {
        _ if label.contains("status") => 3,
        _ if label.contains("code") => 2,
        _ => 1,
    };
    let mut labels: Vec<_> = values.iter().collect();
    labels.sort_by_key(|(label, _)| (-points(label), label.len(), **label));
    labels
        .into_iter()
        .find_map(|(label, values)| of_codes(label, values))
        .or_else(|| values.iter().find_map(|(label, values)| of_words(label, values)))
}

fn of_codes(label: &str, values: &BTreeSet<&str>) -> Option<Failure> {
    if !values.iter().all(|value| is_status(value)) {
        return None;
    }
    let classes = values.iter().any(|value| value.ends_with(['x', 'X']));
    let (ok, failed) = if classes { ("2xx", "5xx") } else { ("200", "500") };
    let is_failed = |value: &&&str| value.starts_with('5');
    let seen_failed = values.iter().find(is_failed).unwrap_or(&failed);
    let seen_ok = values.iter().find(|value| !is_failed(value)).unwrap_or(&ok);
    Some(Failure {
        label: label.to_owned(),
        matcher: format!("{label}=~\"5..\""),
        ok: (*seen_ok).to_owned(),
        failed: (*seen_failed).to_owned(),
    })
}

fn of_words(label: &str, values: &BTreeSet<&str>) -> Option<Failure> {
    let known = |value: &&str| FAILED.contains(value) || OTHERWISE.contains(value);
    let failed = values.iter().find(|value| FAILED.contains(value))?;
    let ok = values.iter().find(|value| OTHERWISE.contains(value)).unwrap_or(&"ok");
    values.iter().all(known).then(|| Failure {
        label: label.to_owned(),
        matcher: format!("{label}=\"{failed}\""),
        ok: (*ok).to_owned(),
        failed: (*failed).to_owned(),
    })
}

/// Whether a value is a status code, or a class of them: `404`, `5xx`.
pub(super) fn is_status(value: &str) -> bool {
    let mut chars = value.chars();
    let class = chars.next().is_some_and(|first| ('1'..='5').contains(&first));
    let rest: Vec<char> = chars.collect();
    class
        && rest.len() == 2
        && (rest.iter().all(char::is_ascii_digit) || rest.iter().all(|c| matches!(c, 'x' | 'X')))
}

/// The label that names the route, if one looks like it.
pub(super) fn route(values: &BTreeMap<&str, BTreeSet<&str>>) -> Option<String> {
    const NAMES: [&str; 8] =
        ["route", "http_route", "handler", "path", "uri", "url", "endpoint", "path_template"];
    let named = NAMES.iter().find(|name| values.contains_key(**name)).copied();
    let path = |values: &BTreeSet<&str>| values.iter().all(|value| value.starts_with('/'));
    let shaped = values.iter().find(|(_, values)| path(values)).map(|(label, _)| *label);
    named.or(shaped).map(ToOwned::to_owned)
}

//! Pages of apps as tables: what is found, and that what it says to write is right.

use super::{App, Labels, Outcome, Seen, judge, reads};
use crate::pipeline::{Input, SpecText, resolve};
use crate::stack::Stack;

const EXPRESS: &str = "convention = \"express\"\n";

fn spec(app: &str) -> String {
    format!(
        "version = 1\nname = \"shop-monitoring\"\npreset = \"standard\"\n[networks]\njoin = [\"shop_default\"]\n\
         [apps.backend]\ntargets = [\"backend:8080\"]\n{app}"
    )
}

#[track_caller]
fn stack(spec: &str) -> Stack {
    let spec = SpecText { name: "stack.toml".to_owned(), text: spec.to_owned() };
    let resolved = resolve(Input { spec: Some(spec), ..Input::default() });
    assert!(!resolved.diagnostics.has_errors(), "{:?}", resolved.diagnostics);
    resolved.stack.expect("nothing is wrong")
}

/// A metrics page: a line for each series, `name{label="value"}`; a line `name: type` declares one that
/// has none.
fn page(text: &str, stack: &Stack) -> Seen {
    let mut seen = Seen { up: true, ..Seen::default() };
    let mut all: Vec<(&str, Labels)> = Vec::new();
    for line in text.split_whitespace() {
        if let Some((name, kind)) = line.split_once(':') {
            seen.declared.insert(name.to_owned(), kind.to_owned());
            continue;
        }
        let (name, labels) = line.split_once('{').unwrap_or((line, ""));
        let pairs = labels.trim_end_matches('}').split(',').filter_map(|it| it.split_once('='));
        let mut labels: Labels = pairs
            .map(|(key, value)| (key.to_owned(), value.trim_matches('"').to_owned()))
            .collect();
        labels.extend([("job", "backend"), ("role", "app")].map(owned));
        seen.series.insert(name.to_owned());
        all.push((name, labels));
    }
    let of = |name: &str| -> Vec<Labels> {
        all.iter().filter(|it| it.0 == name).map(|it| it.1.clone()).collect()
    };
    let (_, profile) = stack.apps().next().expect("an app");
    let reads = reads(profile, &seen.series);
    seen.requests = reads.requests.iter().flat_map(|name| of(name)).collect();
    let buckets = reads.duration.iter().map(|name| format!("{name}_bucket"));
    seen.bounds = buckets.flat_map(|name| of(&name)).map(|it| it["le"].clone()).collect();
    seen.unbucketed = profile.duration.iter().flat_map(|name| of(name)).collect();
    seen
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn judged(spec: &str, text: &str) -> Outcome {
    let stack = stack(spec);
    let apps: Vec<_> =
        stack.apps().map(|(job, profile)| App { job, profile, seen: page(text, &stack) }).collect();
    assert_eq!(apps.len(), 1);
    judge(&apps)
}

fn problems(outcome: &Outcome) -> Vec<&str> {
    outcome.findings.iter().map(|finding| finding.problem.as_str()).collect()
}

/// The page is as the rules expect it.
#[track_caller]
fn fine(app: &str, text: &str) {
    let outcome = judged(&spec(app), text);
    assert!(outcome.is_fine() && outcome.undecided.is_empty(), "{outcome:#?}");
    assert_eq!(outcome.passed, ["backend"]);
}

/// The page is not, and with the lines that are given as help it is.
#[track_caller]
fn mended(app: &str, text: &str, expected: &[&str], lines: &str) {
    let outcome = judged(&spec(app), text);
    assert_eq!(problems(&outcome), expected);
    let help = outcome.findings[0].help.clone().expect("a help");
    assert!(outcome.findings.iter().all(|finding| finding.help.as_ref() == Some(&help)));
    assert_eq!(help, lines);
    // As the help says it: keys of the app above, those of its signals below.
    let keys = |section: &str| -> String {
        let below = help.split_once(&format!("under [{section}]:\n")).map_or("", |it| it.1);
        let keys = below.lines().take_while(|line| line.starts_with("  "));
        keys.map(|line| format!("{}\n", line.trim())).collect()
    };
    let written = format!(
        "{app}{}[apps.backend.signals]\n{}",
        keys("apps.backend"),
        keys("apps.backend.signals")
    );
    fine(&written, text);
}

/// Nothing can be said yet.
#[track_caller]
fn undecided(app: &str, text: &str, expected: &str) {
    let outcome = judged(&spec(app), text);
    assert!(outcome.is_fine() && outcome.passed.is_empty(), "{outcome:#?}");
    assert_eq!(outcome.undecided.len(), 1);
    assert!(outcome.undecided[0].1.contains(expected), "{outcome:#?}");
}

/// The page is not, and there is no line that would do.
#[track_caller]
fn advised(app: &str, text: &str, expected: &str, advice: &str) {
    let outcome = judged(&spec(app), text);
    let [finding] = &outcome.findings[..] else { panic!("{outcome:#?}") };
    assert_eq!(finding.problem, expected);
    let help = finding.help.clone().unwrap_or_default();
    assert!(help.contains(advice), "{help}");
}

fn buckets(name: &str, bounds: &[&str]) -> String {
    bounds.iter().map(|le| format!("{name}_bucket{{le=\"{le}\"}}\n")).collect::<String>()
        + &format!("{name}_sum\n{name}_count\n")
}

fn express(labels: &str) -> String {
    buckets("http_request_duration_seconds", &["0.1", "0.5", "1", "2", "5", "+Inf"])
        + &format!("http_requests_total{{{labels}}}\n")
}

#[test]
fn pages_as_the_convention_has_them() {
    fine(EXPRESS, &express("method=\"GET\",route=\"/\",status_code=\"200\""));
    // Prometheus 3 writes whole bounds with a point.
    let bounds = buckets("http_request_duration_seconds", &["0.1", "5.0", "+Inf"]);
    fine(EXPRESS, &(bounds + "http_requests_total{route=\"/\",status_code=\"200\"}"));
    fine(
        "convention = \"micrometer\"\n",
        "http_server_requests_seconds_count{outcome=\"SUCCESS\",uri=\"/\"}",
    );
    // A label of failed requests alone is missing until one fails.
    let own = "convention = \"otel\"\n[apps.backend.signals]\nerrors = 'error_type!=\"\"'\n\
        example_ok = 'http_route=\"/\"'\nexample_error = 'error_type=\"500\",http_route=\"/\"'\n";
    let name = "http_server_request_duration_seconds";
    let page = buckets(name, &["1", "5", "+Inf"]);
    fine(
        own,
        &page.replace(&format!("{name}_count"), &format!("{name}_count{{http_route=\"/\"}}")),
    );
    // No route is no fault: there is one line in a panel instead of several.
    fine(EXPRESS, &express("status_code=\"200\""));
}

#[test]
fn another_label_for_the_status() {
    let what =
        "`http_requests_total` has no label `status_code`, by which failed requests are counted";
    mended(
        EXPRESS,
        &(express("route=\"/\",status=\"200\"")
            + "http_requests_total{route=\"/\",status=\"500\"}"),
        &[&format!("{what}; its label `status` has `200`, `500`")],
        "write under [apps.backend.signals]:\n  errors = 'status=~\"5..\"'\n  \
         example_ok = 'route=\"/\",status=\"200\"'\n  example_error = 'route=\"/\",status=\"500\"'",
    );
    // Before anything has failed.
    mended(
        EXPRESS,
        &express("method=\"GET\",route=\"/a\",code=\"204\""),
        &[&format!("{what}; its label `code` has `204`")],
        "write under [apps.backend.signals]:\n  errors = 'code=~\"5..\"'\n  \
         example_ok = 'code=\"204\",route=\"/\"'\n  example_error = 'code=\"500\",route=\"/\"'",
    );
    mended(
        EXPRESS,
        &express("route=\"/\",status_class=\"5xx\",le_port=\"443\""),
        &[&format!("{what}; its label `status_class` has `5xx`")],
        "write under [apps.backend.signals]:\n  errors = 'status_class=~\"5..\"'\n  \
         example_ok = 'route=\"/\",status_class=\"2xx\"'\n  \
         example_error = 'route=\"/\",status_class=\"5xx\"'",
    );
    mended(
        EXPRESS,
        &(express("route=\"/\",result=\"ok\"")
            + "http_requests_total{route=\"/\",result=\"error\"}"),
        &[&format!("{what}; its label `result` has `error`, `ok`")],
        "write under [apps.backend.signals]:\n  errors = 'result=\"error\"'\n  \
         example_ok = 'result=\"ok\",route=\"/\"'\n  example_error = 'result=\"error\",route=\"/\"'",
    );
    advised(
        EXPRESS,
        &express("method=\"GET\",route=\"/\""),
        &format!("{what}; its labels are `method`, `route`"),
        "add `status_code` to the counter in the app",
    );
    advised(EXPRESS, &express(""), &format!("{what}, nor any other label"), "set `errors`");
}

#[test]
fn other_values_and_another_route() {
    advised(
        "convention = \"go\"\n",
        &(buckets("http_request_duration_seconds", &["5", "+Inf"])
            + "http_requests_total{handler=\"/\",code=\"Internal\"}\n\
               http_requests_total{handler=\"/\",code=\"OK\"}"),
        "the label `code` of `http_requests_total` has `Internal`, `OK`, which are not HTTP status \
         codes, so `code=~\"5..\"` picks none",
        "set `errors`, `example_ok` and `example_error` under [apps.backend.signals]",
    );
    mended(
        EXPRESS,
        &express("path=\"/\",status_code=\"200\""),
        &[
            "`http_requests_total` has no label `route`, by which failures are shown; `path` looks like it",
        ],
        "write under [apps.backend.signals]:\n  route = \"path\"\n  \
         example_ok = 'path=\"/\",status_code=\"200\"'\n  \
         example_error = 'path=\"/\",status_code=\"500\"'",
    );
}

#[test]
fn a_threshold_between_the_buckets() {
    let page = |bounds: &[&str]| {
        buckets("http_request_duration_seconds", bounds)
            + "http_requests_total{route=\"/\",status_code=\"200\"}\n"
    };
    let what = "`http_request_duration_seconds` has no bucket at 5 s, the latency threshold, so slow \
                requests are not counted; its bounds are";
    let or = "or give the histogram in the app a bucket at 5 s";
    mended(
        EXPRESS,
        &page(&["0.25", "2.5", "10.0", "+Inf"]),
        &[&format!("{what} 0.25, 2.5, 10")],
        &format!(
            "write under [apps.backend]:\n  latency_threshold = \"10s\"\nand under \
             [apps.backend.signals]:\n  buckets = [0.25, 2.5, 10]\n{or}"
        ),
    );
    mended(
        EXPRESS,
        &page(&["0.1", "2.5", "+Inf"]),
        &[&format!("{what} 0.1, 2.5")],
        &format!(
            "write under [apps.backend]:\n  latency_threshold = \"2s500ms\"\nand under \
             [apps.backend.signals]:\n  buckets = [0.1, 2.5]\n{or}"
        ),
    );
    advised(
        EXPRESS,
        &page(&["+Inf"]),
        "`http_request_duration_seconds` has no bucket but the last, `+Inf`",
        "give the histogram in the app a bucket at 5 s",
    );
}

#[test]
fn metrics_of_other_names_and_types() {
    let page = buckets("shop_http_server_duration_seconds", &["1", "5", "+Inf"])
        + "shop_http_requests_total{route=\"/\",status_code=\"200\"}\n\
           http_client_requests_total http_requests_errors_total\n";
    mended(
        EXPRESS,
        &page,
        &[
            "its metrics lack `http_requests_total`, which counts requests; \
             `shop_http_requests_total` looks like it",
            "its metrics lack the histogram `http_request_duration_seconds`; \
             `shop_http_server_duration_seconds` looks like it",
        ],
        "write under [apps.backend.signals]:\n  requests = \"shop_http_requests_total\"\n  \
         duration = \"shop_http_server_duration_seconds\"\n  buckets = [1, 5]",
    );
    // OpenTelemetry's own exporter for Node.js leaves the unit out.
    let name = "http_server_request_duration";
    mended(
        "convention = \"otel\"\n",
        &buckets(name, &["1", "5", "+Inf"]).replace(
            &format!("{name}_count"),
            &format!("{name}_count{{http_route=\"/\",http_response_status_code=\"200\"}}"),
        ),
        &[
            "its metrics lack `http_server_request_duration_seconds_count`, which counts requests; \
             `http_server_request_duration_count` looks like it",
            "its metrics lack the histogram `http_server_request_duration_seconds`; \
             `http_server_request_duration` looks like it",
        ],
        "write under [apps.backend.signals]:\n  requests = \"http_server_request_duration_count\"\n  \
         duration = \"http_server_request_duration\"\n  buckets = [1, 5]",
    );
    let counter = "http_requests_total{route=\"/\",status_code=\"200\"}\n";
    let duration = "http_request_duration_seconds";
    let cases = [
        (
            format!("{duration}{{quantile=\"0.9\"}}"),
            "is a summary: it has quantiles instead of buckets",
        ),
        (
            format!("{duration} {duration}:histogram"),
            "is a native histogram, and the rules read classic buckets",
        ),
        (format!("{duration} {duration}:gauge"), "is a gauge, not a histogram"),
        (format!("{duration}_count {duration}_sum"), "has no buckets"),
    ];
    for (page, what) in cases {
        let expected = format!("`{duration}` {what}");
        advised(
            EXPRESS,
            &(counter.to_owned() + &page),
            &expected,
            "make it a histogram with buckets",
        );
    }
}

#[test]
fn what_nobody_asked_yet_and_what_is_not_there() {
    let declared = "http_requests_total:counter http_request_duration_seconds:histogram up_since";
    undecided(EXPRESS, declared, "it has counted no request since it started: send it one");
    let labels = "route=\"/\",status_code=\"200\"";
    let timed = format!("http_requests_total{{{labels}}} http_request_duration_seconds:histogram");
    undecided(EXPRESS, &timed, "it has timed no request since it started");
    advised(
        EXPRESS,
        "process_cpu_seconds_total",
        "`http_requests_total` and `http_request_duration_seconds` are not among its metrics, nor is \
         anything that looks like it",
        "send it a request and run `stackgen verify` again",
    );
    advised(EXPRESS, "", "its metrics page is empty", "set `metrics_path` under [apps.backend]");

    let stack = stack(&spec(EXPRESS));
    let apps: Vec<_> =
        stack.apps().map(|(job, profile)| App { job, profile, seen: Seen::default() }).collect();
    let outcome = judge(&apps);
    assert_eq!(
        outcome.to_string(),
        "0/1 apps have the series that their rules read, 1 cannot be judged yet"
    );
    assert!(outcome.undecided[0].1.contains("see `targets`"));
    assert!(judge(&[]).skipped.is_some());
}

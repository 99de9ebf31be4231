//! Alerts as people write them: dead ones of the kinds that are found in well-known collections,
//! each with what gives it away, and good ones, about which nothing may be said.

use super::{Expr, Labels, Presence, Template, Wants};

/// The labels of some metrics of node-exporter, cAdvisor on a plain Docker host,
/// `postgres_exporter` and an application.
fn knowledge(metric: &str) -> Labels {
    let target = ["job", "instance"];
    let with = |labels: &[&'static str]| Labels::exactly(target.iter().chain(labels).copied());
    match metric {
        "up"
        | "node_memory_MemAvailable_bytes"
        | "node_memory_MemTotal_bytes"
        | "node_time_seconds"
        | "pg_replication_lag_seconds"
        | "pg_settings_max_connections" => with(&[]),
        "node_cpu_seconds_total" => with(&["cpu", "mode"]),
        "node_filesystem_avail_bytes" | "node_filesystem_size_bytes" => {
            with(&["device", "fstype", "mountpoint"])
        }
        "node_network_receive_errs_total" | "node_network_receive_packets_total" => {
            with(&["device"])
        }
        "container_memory_usage_bytes" | "container_cpu_usage_seconds_total" => {
            with(&["id"]).with("name", Presence::Sometimes).with("image", Presence::Sometimes)
        }
        "pg_stat_activity_count" => with(&["datname", "state"]),
        "http_requests_total" => with(&["method", "route", "status_code"]),
        "http_request_duration_seconds_bucket" => with(&["method", "route", "status_code", "le"]),
        _ => Labels::unknown(),
    }
}

fn is_counter(metric: &str) -> bool {
    ["_total", "_count", "_sum", "_bucket"].iter().any(|suffix| metric.ends_with(suffix))
}

/// Everything that can be held against an alert.
fn findings(expr: &str, annotation: &str) -> Vec<String> {
    let expr = Expr::parse(expr).unwrap();
    let mut findings = Vec::new();
    for dead in expr.dead_matchers(&knowledge) {
        findings.push(format!("{} never has {}", dead.selector, dead.matcher.label()));
    }
    for problem in expr.match_problems(&knowledge) {
        findings.push(format!("the sides of {} differ in {}", problem.operator, problem.label));
    }
    for raw in expr.raw_counters(&is_counter) {
        findings.push(format!("{} is compared raw", raw.selector));
    }
    for used in expr.selectors() {
        let function = used.range_function().filter(|function| function.wants() == Wants::Counter);
        if let (Some(function), Some(metric)) = (function, used.selector().metric())
            && !is_counter(metric)
        {
            findings.push(format!("{function} of {metric}, a gauge"));
        }
    }
    let labels = expr.labels(&knowledge);
    for label in Template::read(annotation).labels() {
        if labels.presence(label) == Presence::Never {
            let left: Vec<&str> = labels.carried().collect();
            findings.push(format!("{label} is dropped, left: {}", left.join(" ")));
        }
    }
    findings
}

#[track_caller]
fn dead(expr: &str, annotation: &str, expected: &[&str]) {
    assert_eq!(findings(expr, annotation), expected, "{expr}");
}

#[track_caller]
fn good(expr: &str, annotation: &str) {
    assert_eq!(findings(expr, annotation), Vec::<String>::new(), "{expr}");
}

#[test]
fn annotations_print_dropped_labels() {
    dead(
        r#"100 * sum(rate(http_requests_total{status_code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 5"#,
        "{{ $labels.instance }} answers {{ $value }} % with errors",
        &["instance is dropped, left: "],
    );
    dead(
        r#"100 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100 > 90"#,
        "{{ $labels.instance }} of {{ $labels.job }}",
        &["job is dropped, left: instance"],
    );
    dead(
        "histogram_quantile(0.99, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m]))) > 1",
        "{{ .Labels.route }} below {{ .Labels.le }}",
        &["le is dropped, left: route"],
    );
    dead(
        r#"absent(up{job="backend"})"#,
        "{{ $labels.job }} at {{ $labels.instance }}",
        &["instance is dropped, left: job"],
    );
}

#[test]
fn ratios_without_matching_labels() {
    dead(
        "sum by (instance) (pg_stat_activity_count) / pg_settings_max_connections > 0.8",
        "{{ $labels.instance }}",
        &["the sides of / differ in job"],
    );
    dead(
        "pg_stat_activity_count / pg_settings_max_connections > 0.8",
        "",
        &["the sides of / differ in datname", "the sides of / differ in state"],
    );
    dead(
        r#"rate(http_requests_total{status_code="500"}[5m]) / rate(http_requests_total{status_code="200"}[5m]) > 1"#,
        "",
        &["the sides of / differ in status_code"],
    );
}

#[test]
fn labels_of_another_environment() {
    dead(
        r#"sum by (name) (rate(container_cpu_usage_seconds_total{container!=""}[3m])) > 0.8"#,
        "{{ $labels.name }}",
        &[r#"container_cpu_usage_seconds_total{container!=""} never has container"#],
    );
}

#[test]
fn wrong_types() {
    dead("http_requests_total > 1000", "", &["http_requests_total is compared raw"]);
    dead(
        "rate(pg_replication_lag_seconds[5m]) > 120",
        "{{ $labels.instance }}",
        &["rate of pg_replication_lag_seconds, a gauge"],
    );
}

#[test]
fn good_alerts() {
    good("up == 0", "{{ $labels.instance }} of job {{ $labels.job }} is down");
    good(
        "(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) * 100 > 90",
        "{{ $labels.instance }} uses {{ $value | humanize }} %",
    );
    good(
        r#"(node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"} / node_filesystem_size_bytes < 0.1)
           and predict_linear(node_filesystem_avail_bytes[6h], 4 * 3600) < 0"#,
        "{{ $labels.mountpoint }} on {{ $labels.instance }}",
    );
    good(
        r#"(sum by (job) (rate(http_requests_total{status_code=~"5.."}[5m]))
             or 0 * sum by (job) (rate(http_requests_total[5m])))
           / sum by (job) (rate(http_requests_total[5m])) > 0.05"#,
        "{{ $labels.job }}",
    );
    good(
        "sum by (job, instance) (pg_stat_activity_count) / pg_settings_max_connections > 0.8",
        "{{ $labels.instance }}",
    );
    good(
        "sum by (instance) (pg_stat_activity_count) / on (instance) pg_settings_max_connections > 0.8",
        "{{ $labels.instance }}",
    );
    good(
        "rate(node_network_receive_errs_total[5m]) / rate(node_network_receive_packets_total[5m]) > 0.01",
        "{{ $labels.instance }}:{{ $labels.device }}",
    );
    good(
        r#"time() - container_last_seen{name!=""} > 60"#,
        "{{ $labels.name }} on {{ $labels.host }}",
    );
    good(
        "histogram_quantile(0.99, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m]))) > 1",
        "{{ $labels.job }}",
    );
    good("abs(node_time_seconds - timestamp(node_time_seconds)) > 1", "{{ $labels.instance }}");
    good("vector(1)", "");
}

//! What the pages' examples leave open, about expressions and the rules and panels that have them.

use super::harness::{self, Checked, QUEUE, own, queue, says, silent};
use super::snippet;

fn alert(expr: &str) -> Checked {
    queue(&format!("[alerts.QueueStuck]\nexpr = '{expr}'\nthreshold = {{ value = 100 }}"))
}

#[test]
fn unknown_metric() {
    says(
        &alert("queue_lengths > 1"),
        "unknown-metric",
        &["did you mean `queue_length`?", "never fire"],
    );
    let histogram = alert("queue_wait_seconds > 1");
    says(&histogram, "unknown-metric", &["`queue_wait_seconds_bucket`, `queue_wait_seconds_sum`"]);
    says(&alert("absent(nothing_like_it)"), "unknown-metric", &["always fire", "[metrics]"]);
    says(&alert("{__name__=~\"nope_.*\"} > 1"), "unknown-metric", &["`{__name__=~\"nope_.*\"}`"]);
    silent(&alert("{__name__=~\"queue_.*\"} > 1"), "unknown-metric");
    silent(&alert("up == 0 and on () ALERTS and on () queue:queue_jobs:rate5m"), "unknown-metric");
    let dropped = queue("[[scrapes]]\ndrop_metrics = [\"go_.*\", \"queue_len.*\"]");
    says(&dropped, "unknown-metric", &["which the job `queue` drops", "remove `queue_len.*`"]);
    silent(&queue("[[scrapes]]\ndrop_metrics = [\"length\"]"), "unknown-metric");
    let variables = queue("[[dashboards]]\nvariables_from = \"queue_wait_seconds\"");
    says(&variables, "unknown-metric", &["takes its variables from", "queue_wait_seconds_bucket"]);
}

#[test]
fn label_algebra() {
    says(
        &alert("queue_length{pod=\"x\"} > 1"),
        "dead-matcher",
        &["Kubernetes", "`instance`, `job`, `queue`"],
    );
    says(
        &alert("queue_length / sum by (job) (queue_workers) > 1"),
        "no-match",
        &["`instance`", "on the left"],
    );
    says(&alert("queue_length unless queue_workers"), "no-match", &["removes nothing"]);
    silent(&alert("queue_length / on (job, instance) group_left () queue_workers > 1"), "no-match");
    says(&alert("sum(queue_length) > 1"), "dropped-label", &["the summary", "carries no labels"]);
    let text =
        queue("[alerts.QueueStuck]\nsummary = '{{ $labels.severity }} {{ $labels.alertname }}'");
    says(
        &text,
        "dropped-label",
        &["the rule itself sets `severity`", "the rule itself sets `alertname`"],
    );
    silent(
        &queue(
            "[alerts.QueueStuck]\nlabels = { job = \"x\" }\nsilences = \"job\"\nexpr = 'sum by (queue, instance) (queue_length) > 1'",
        ),
        "broad-silence",
    );
}

#[test]
fn target_labels_of_some_targets_may_be_there() {
    let spec = "[networks]\njoin = [\"x\"]\n[integrations.queue]\ntargets = [\"a:1\"]\nlabels = { team = \"a\" }\n[integrations.other]\ntype = \"queue\"\ntargets = [\"b:1\"]\n";
    let with = |change: &str| harness::run(spec, vec![own("queue", &snippet::over(QUEUE, change))]);
    silent(&with("[alerts.QueueStuck]\nsummary = '{{ $labels.team }}'"), "dropped-label");
    silent(&with("[alerts.QueueStuck]\nexpr = 'queue_length{team=\"a\"} > 1'"), "dead-matcher");
    silent(
        &with(
            "[alerts.QueueStuck]\nexpr = 'queue_length and sum by (job, instance, queue) (queue_length)'",
        ),
        "no-match",
    );
}

fn panel(expr: &str) -> Checked {
    queue(&format!(
        "[[dashboards.panels]]\ntitle = \"P\"\ndescription = \"D.\"\nunit = \"short\"\nqueries = [{{ expr = '{expr}', legend = \"x\" }}]"
    ))
}

#[test]
fn short_window() {
    let rate = |window: &str| alert(&format!("rate(queue_jobs_total[{window}]) > 1"));
    says(
        &rate("15s"),
        "short-window",
        &["error[", "the range never holds two samples", "at least 1m"],
    );
    says(&rate("59s"), "short-window", &["warning[", "the job `queue` is scraped every 15s"]);
    silent(&rate("1m"), "short-window");
    silent(&alert("max_over_time(queue_length[15s]) > 1"), "short-window");
    let slow = queue(
        "[[scrapes]]\ninterval = \"1m\"\n[alerts.QueueStuck]\nexpr = 'rate(queue_jobs_total[3m]) > 1'",
    );
    says(&slow, "short-window", &["every 1m", "at least 4m"]);
    let recorded = alert("deriv(queue:queue_jobs:rate5m[30s]) > 1");
    says(&recorded, "short-window", &["rules are evaluated every 15s"]);
    says(&panel("rate(queue_jobs_total[$__interval])"), "short-window", &["`$__rate_interval`"]);
    silent(&panel("rate(queue_jobs_total[$__rate_interval])"), "short-window");
    silent(&panel("rate(queue_jobs_total{job=~\"$job\"}[$__range])"), "short-window");
}

#[test]
fn panels_of_grafana() {
    silent(&panel("topk($n, queue_length{queue=~\"${queue:regex}\"})"), "unread-expression");
    says(&panel("sum(queue_length"), "unread-expression", &["warning[", "the panel \"P\""]);
    says(&panel("queue_length[5m]"), "not-a-vector", &["many values for each series"]);
    says(&panel("queue_size"), "unknown-metric", &["there would never be any data"]);
}

#[test]
fn counters_and_gauges() {
    says(
        &alert("delta(queue_jobs_total[5m]) < 0"),
        "wrong-rate",
        &["which is a counter", "`rate` or"],
    );
    silent(&alert("rate(queue_jobs_total[5m]) > 1"), "wrong-rate");
    silent(&alert("rate(queue_wait_seconds_sum[5m]) > 1"), "wrong-rate");
    says(&alert("queue_wait_seconds_count > 5"), "raw-counter", &["compares the raw counter"]);
    silent(&panel("queue_jobs_total > 5"), "raw-counter");
}

#[test]
fn always_fires() {
    says(&alert("queue_length > bool 1"), "always-fires", &["remove `bool`"]);
    says(&alert("rate(queue_jobs_total[5m])"), "always-fires", &["even if the value is 0"]);
    silent(&alert("absent(queue_length)"), "always-fires");
    silent(
        &queue(
            "[alerts.QueueStuck]\ntier = \"heartbeat\"\nexpr = 'vector(1)'\nsummary = 's'\ndescription = 'd'",
        ),
        "always-fires",
    );
}

#[test]
fn missing_tests() {
    let tests = |tests: &str| queue(&format!("[alerts.QueueStuck]\ntests = [{tests}]"));
    says(&tests(""), "missing-tests", &["warning[", "has no unit tests"]);
    says(
        &tests("{ name = \"t\", input = [], expect = [{ at = \"0\" }] }"),
        "missing-tests",
        &["makes the alert"],
    );
    let fires =
        "{ name = \"t\", input = [], expect = [{ at = \"0\", firing = [{ labels = {} }] }] }";
    says(&tests(fires), "missing-tests", &["expects it to stay silent"]);
}

#[test]
fn retention_counts_for_what_is_built_in() {
    let spec = "version = 1\nname = \"shop\"\n[prometheus]\nretention = { time = \"1m\" }\n";
    let checked = harness::run_with(spec, vec![]);
    says(&checked, "short-retention", &["metrics are kept for 1m", "more look back too far"]);
}

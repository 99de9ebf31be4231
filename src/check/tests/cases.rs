//! What the pages' examples leave open, about a stack's parts and how they hang together.

use super::harness::{self, Checked, QUEUE, own, says, silent, spec};
use super::snippet;

const APP: &str = "[apps.backend]\ntargets = [\"backend:8080\"]\n";

#[test]
fn port_clash() {
    let clash = "[grafana]\nport = 9090\n";
    says(
        &spec(clash),
        "port-clash",
        &[
            "port 9090 of this host",
            "prometheus and grafana",
            "--> stack.toml:4:8",
            "for example 9091",
        ],
    );
    silent(&spec("[grafana]\nport = 9090\nbind = \"127.0.0.2\""), "port-clash");
    says(
        &spec("[grafana]\nport = 9090\nbind = \"0.0.0.0\""),
        "port-clash",
        &["grafana on 0.0.0.0"],
    );
}

#[test]
fn dependency_cycle() {
    const OTHER: &str = r#"
title = "Other"
summary = "Something else."
[[services]]
name = "other-exporter"
image = "shop/other-exporter:v1.0.0"
user = "65534:65534"
port = 9101
depends_on = ["queue-exporter"]
no_healthcheck = "there is nothing else in its image"
resources = { memory = "64MB", cpus = 0.5, pids = 64 }
"#;
    let file = |other: &str| {
        snippet::over(
            QUEUE,
            &format!(
                r#"
[[services]]
name = "{{= instance =}}-exporter"
image = "shop/queue-exporter:v1.0.0"
user = "65534:65534"
port = 9100
depends_on = ["{other}"]
resources = {{ memory = "64MB", cpus = 0.5, pids = 64 }}
"#
            ),
        )
    };
    let spec = "[integrations.one]\ntype = \"queue\"\n[integrations.two]\ntype = \"queue\"\n";
    let itself = harness::run(spec, vec![own("queue", &file("one-exporter"))]);
    says(
        &itself,
        "dependency-cycle",
        &["the service `one-exporter` would wait for itself", "--> stack.toml:3:15"],
    );
    assert_eq!(itself.report_of("dependency-cycle").matches("error[").count(), 1);
    let chain = harness::run(spec, vec![own("queue", &file("prometheus"))]);
    silent(&chain, "dependency-cycle");
    let both = "[integrations.queue]\n[integrations.other]\n";
    let both = harness::run(both, vec![own("queue", &file("other-exporter")), own("other", OTHER)]);
    says(
        &both,
        "dependency-cycle",
        &["the services `queue-exporter`, `other-exporter` would wait for each other"],
    );
    assert_eq!(both.report_of("dependency-cycle").matches("error[").count(), 1);
}

#[test]
fn exposed() {
    let private = spec("[prometheus]\nbind = \"10.8.0.1\"");
    says(
        &private,
        "exposed-without-auth",
        &["warning[", "10.8.0.1:9090", "ssh -L 9090:127.0.0.1:9090"],
    );
    says(
        &spec("[prometheus]\nbind = \"::\""),
        "exposed-without-auth",
        &["error[", "[::]:9090", "--> stack.toml:4:8"],
    );
    silent(&spec("[grafana]\nbind = \"0.0.0.0\""), "exposed-without-auth");
    silent(&spec("[prometheus]\nbind = \"::1\""), "exposed-without-auth");
    let proxied =
        "[grafana]\nbind = \"0.0.0.0\"\ndomain = \"grafana.shop.example\"\n[proxy]\nenabled = true";
    silent(&spec(proxied), "exposed-without-tls");
}

#[test]
fn floating_image() {
    let image = |image: &str| spec(&format!("[prometheus]\nimage = \"{image}\""));
    says(
        &image("prom/prometheus"),
        "floating-image",
        &["error[", "has no version", "prom/prometheus:v1.2.3"],
    );
    says(&image("prom/prometheus:main"), "floating-image", &["warning[", "moves"]);
    silent(&image("prom/prometheus:v3.14.0"), "floating-image");
    silent(&image(&format!("prom/prometheus:main@sha256:{}", "0".repeat(64))), "floating-image");
}

/// An integration with an exporter, which is told an address.
fn exporter(address: &str) -> Checked {
    let file = r#"
settings = { address = { kind = "address", description = "Where it is." } }
[[services]]
name = "{= instance =}-exporter"
image = "shop/queue-exporter:v1.0.0"
user = "65534:65534"
command = ["--address={= settings.address =}"]
port = 9100
resources = { memory = "64MB", cpus = 0.5, pids = 64 }
"#;
    let spec = format!("[integrations.queue]\naddress = \"{address}\"\n");
    harness::run(&spec, vec![own("queue", &snippet::over(QUEUE, file))])
}

#[test]
fn loopback_target() {
    let app = spec("[apps.backend]\ntargets = [\"10.0.0.5:8080\", \"127.0.0.1:8080\"]");
    says(
        &app,
        "loopback-target",
        &["--> stack.toml:4:29", "this is prometheus's own container", "backend:8080"],
    );
    says(
        &spec("[apps.backend]\ntargets = [\"0.0.0.0:8080\"]"),
        "loopback-target",
        &["0.0.0.0:8080"],
    );
    let probe = spec("[probes.site]\nurls = [\"http://localhost:3000/health\"]");
    says(&probe, "loopback-target", &["http://localhost:3000/health", "host.docker.internal:3000"]);
    says(&exporter("localhost:5672"), "loopback-target", &["queue-exporter's own container"]);
    silent(&exporter("10.0.0.5:5672"), "loopback-target");
    silent(&spec("[apps.backend]\ntargets = [\"[2001:db8::1]:8080\"]"), "loopback-target");
}

#[test]
fn no_network() {
    let two = format!("{APP}[probes.db]\ntype = \"tcp\"\ntargets = [\"orders-db:5432\"]");
    says(
        &spec(&two),
        "no-network",
        &["with the hosts `backend`, `orders-db`", "--> stack.toml:4:12"],
    );
    says(&exporter("broker:5672"), "no-network", &["`broker`"]);
    silent(
        &spec("[apps.backend]\ntargets = [\"backend.shop.example:8080\", \"[fd00::1]:80\"]"),
        "no-network",
    );
    silent(&spec("[apps.again]\ntargets = [\"grafana:3000\"]"), "no-network");
}

#[test]
fn double_scrape() {
    let two = "[apps.a]\ntargets = [\"x.example:80\"]\n[apps.b]\ntargets = [\"x.example:80\"]\n";
    says(
        &spec(two),
        "double-scrape",
        &["`x.example:80` is scraped twice, by the jobs `a` and `b`"],
    );
    silent(&spec(&format!("{two}metrics_path = \"/other\"")), "double-scrape");
}

#[test]
fn receivers() {
    let none = spec(&format!("{APP}[routing]\nP0 = []"));
    says(
        &none,
        "no-receiver",
        &["gets the alerts of tier P0", "its alerts: AppDown", "[routing] P0 = ["],
    );
    // The heartbeat's receiver is the only one that is routed to, and no example for alerts.
    let heartbeat = "preset = \"production\"\n[routing]\nP0 = []\nP1 = []\nP2 = []";
    let report = spec(heartbeat).report_of("no-receiver");
    assert!(report.contains("[routing] P1 = ["), "{report}");
    assert!(!report.contains("heartbeat"), "{report}");
    silent(&spec("[routing]\nP0 = []\nP2 = []"), "no-receiver");
    silent(&spec("[alertmanager]\nenabled = false\n[routing]\nP1 = []"), "no-receiver");
    silent(&spec("[routing]\nP0 = [\"slack\"]"), "unused-receiver");
    silent(&spec("preset = \"production\""), "no-heartbeat");
    let required = spec("preset = \"production\"\n[routing]\nheartbeat = []");
    says(&required, "no-heartbeat", &["a heartbeat is required", "heartbeat_required = false"]);
    let shared = "[receivers.hook]\ntype = \"webhook\"\nurl_file = \"secrets/hook\"\n[routing]\nP1 = [\"hook\"]\nheartbeat = [\"hook\"]";
    says(&spec(shared), "noisy-heartbeat", &["it gets P1 alerts as well"]);
}

#[test]
fn placeholder_address() {
    says(&spec(""), "placeholder-address", &["smtp.example.com:587", "[receivers.mail] to"]);
    silent(&spec("[routing]\nP2 = [\"slack\"]"), "placeholder-address");
    let hook = |url: &str| {
        spec(&format!(
            "[receivers.hook]\ntype = \"webhook\"\nurl = \"{url}\"\n[routing]\nP2 = [\"hook\"]"
        ))
    };
    says(&hook("https://hooks.example.com/x"), "placeholder-address", &["is a placeholder"]);
    silent(&hook("https://myexample.com/x"), "placeholder-address");
}

#[test]
fn alert_budget() {
    let report = spec(&format!("[prometheus]\nalert_budget = 1\n{APP}"));
    says(
        &report,
        "alert-budget",
        &["2 alerts can reach people", "P0 1, P1 1, P2 0", "prometheus 1, app 1"],
    );
    silent(&spec(&format!("[prometheus]\nalert_budget = 2\n{APP}")), "alert-budget");
}

fn signals(signals: &str) -> Checked {
    spec(&format!(
        "{APP}convention = \"express\"\nsignals = {{ {signals} }}\n[networks]\njoin = [\"x\"]"
    ))
}

#[test]
fn bad_signals() {
    for errors in
        [r#"status="5xx"} or on () vector(1) or up{x="y""#, r#"status="500"} # "#, "status=~\"5..("]
    {
        says(&signals(&format!("errors = '{errors}'")), "bad-signals", &["not a list of matchers"]);
    }
    let status = r#"errors = 'status="5xx"'"#;
    says(&signals(status), "bad-signals", &["is not counted as one", "example_error"]);
    let ok = r#"errors = 'status_code!~"4.."'"#;
    says(&signals(ok), "bad-signals", &["is counted as failed"]);
    let good = format!(r#"{status}, example_ok = 'status="2xx"', example_error = 'status="5xx"'"#);
    silent(&signals(&good), "bad-signals");
    silent(&signals(&good), "dead-matcher");
    for example in ["yes", "a=~\"b\"", "a=\"b\",a=\"c\"", "a=\"b\"} or y{a=\"b\"", "a=b"] {
        let bad = format!("{status}, example_ok = '{example}', example_error = 'status=\"5xx\"'");
        says(&signals(&bad), "bad-signals", &["is not a list of labels"]);
    }
    let custom =
        "convention = \"custom\"\nsignals = { requests = \"x_total\", errors = 'a=\"b\"' }";
    let report = spec(&format!("{APP}{custom}\n[networks]\njoin = [\"x\"]"));
    says(
        &report,
        "bad-signals",
        &["`errors` needs `example_ok`", "`errors` needs `example_error`"],
    );
}

#[test]
fn latency_bucket() {
    let app = |signals: &str, threshold: &str| {
        spec(&format!(
            "{APP}convention = \"custom\"\nlatency_threshold = \"{threshold}\"\nsignals = {{ duration = \"d_seconds\", {signals} }}\n[networks]\njoin = [\"x\"]"
        ))
    };
    let report = app("buckets = [0.1, 0.5, 1, 2]", "400ms");
    says(
        &report,
        "latency-bucket",
        &["400ms is not a bucket bound of `d_seconds`", "0.5, 0.1, 1, 2"],
    );
    says(&app("buckets = [100, 500]", "500ms"), "latency-bucket", &["look like milliseconds"]);
    says(
        &app("buckets = []", "500ms"),
        "latency-bucket",
        &["warning[", "cannot determine whether"],
    );
    silent(&app("buckets = [0.1, 0.3]", "300ms"), "latency-bucket");
}

#[test]
fn project_name_taken() {
    let named = |name: &str, network: &str| {
        spec(&format!("version = 1\n{name}\n[networks]\njoin = [\"{network}\"]\n"))
    };
    let code = "project-name-taken";
    says(
        &named("name = \"shop\"", "shop_default"),
        code,
        &["error[", "`shop` is the name", "--> stack.toml:4:9", "name = \"shop-monitoring\""],
    );
    says(&named("name = \"my-shop_2\"", "my-shop_2_default"), code, &["error[", "`my-shop_2`"]);
    // The default name is one, too.
    says(&named("", "monitoring_default"), code, &["name = \"monitoring-stack\""]);
    says(&named("name = \"shop\"", "shop_backend"), code, &["warning[", "`backend`"]);
    for network in ["shop_default", "shop-monitoring", "monitoring_default", "shop-2_net"] {
        silent(&named("name = \"shop-monitoring\"", network), code);
    }
    silent(&named("name = \"shop\"", "shop2_default"), code);
    silent(&named("name = \"shop\"", "shop-2_default"), code);
}

#[test]
fn rules_that_compare_what_they_do_not_ask_for() {
    let checked = spec("[alertmanager]\nenabled = true\n");
    let mut stack = checked.stack.clone().expect("the spec is sound");
    assert_eq!(checked.of_changed(&stack, "broad-silence"), Vec::<String>::new());
    let rules = &mut stack.alerting.as_mut().expect("there is one").inhibitions;
    rules[0].source.clear();
    let wrong = checked.of_changed(&stack, "broad-silence");
    assert_eq!(
        wrong.first().map(String::as_str),
        Some("a rule would hold back alerts that have no `job`")
    );
}

#[test]
fn stale_series() {
    let every = |text: &str| spec(&format!("[networks]\njoin = [\"x\"]\n{text}"));
    let app = |interval: &str| every(&format!("{APP}scrape_interval = \"{interval}\"\n"));
    silent(&app("4m49s"), "stale-series");
    says(&app("4m50s"), "stale-series", &["`backend`", "--> stack.toml:", "\"4m49s\" or less"]);
    let probe =
        |keys: &str| every(&format!("[probes.site]\nurls = [\"https://shop.example\"]\n{keys}"));
    silent(&probe("interval = \"4m54s\""), "stale-series");
    says(&probe("interval = \"4m55s\""), "stale-series", &["`probe-site`", "4m54s"]);
    silent(&probe("interval = \"2m30s\"\ntimeout = \"2m29s\""), "stale-series");
    says(&probe("interval = \"2m31s\"\ntimeout = \"2m29s\""), "stale-series", &["2m30s"]);
    let prometheus = |keys: &str| every(&format!("[prometheus]\n{keys}\n"));
    let both = "scrape_interval = \"2m30s\"\nscrape_timeout = \"2m30s\"";
    says(&prometheus(both), "stale-series", &["shorten both"]);
    silent(&prometheus("evaluation_interval = \"4m\""), "stale-series");
    says(
        &prometheus("evaluation_interval = \"4m1s\""),
        "stale-series",
        &["rules record", "\"4m\""],
    );
    // One place is reported once, however many jobs it is for.
    let all = every(&format!("[prometheus]\nscrape_interval = \"5m\"\n{APP}"));
    assert_eq!(all.report_of("stale-series").matches("error[").count(), 1);
    let slow_file = snippet::over(QUEUE, "[[scrapes]]\njob = \"queue\"\ninterval = \"6m\"\n");
    let queue = "[networks]\njoin = [\"x\"]\n[integrations.queue]\ntargets = [\"queue:9100\"]\n";
    let slow = harness::run(queue, vec![super::harness::own("queue", &slow_file)]);
    says(&slow, "stale-series", &["`queue`", "integrations/queue.toml"]);
    // The range of `rate` grows with the interval.
    let window = slow.stack.expect("it was built").prometheus.window;
    assert_eq!(window.to_string(), "24m");
}

#[test]
fn images_too_old_or_bad() {
    let image = |section: &str, image: &str| spec(&format!("[{section}]\nimage = \"{image}\"\n"));
    let old = |section: &str, name: &str, words: &[&str]| {
        says(&image(section, name), "old-image", words);
    };
    old("prometheus", "prom/prometheus:v2.41.0", &["error[", "2.49.0 or newer", "keep_firing_for"]);
    old("prometheus", "mirror.example/prometheus:v2.45.0", &["warning", "2.49.0 or newer"]);
    old("alertmanager", "prom/alertmanager:v0.24.0", &["error", "`location` in `time_intervals`"]);
    old("grafana", "grafana/grafana:9.3.6", &["error[", "9.4.0 or newer", "`grafana cli`"]);
    silent(&image("grafana", "grafana/grafana-oss:9.5.0"), "old-image");
    silent(&image("prometheus", "prom/prometheus:v2.49.0"), "old-image");
    silent(&image("prometheus", "prom/prometheus:v3.13.2-distroless"), "old-image");
    // Neither a tag that is no version nor another program is judged.
    silent(&image("prometheus", "team/prometheus:build-17"), "old-image");
    silent(&image("prometheus", "team/metrics:v1.0.0"), "old-image");
    let digest = format!("@sha256:{}", "a".repeat(64));
    old("prometheus", &format!("prom/prometheus:v2.0.0{digest}"), &["warning[", "this is 2.0.0"]);
    silent(&image("prometheus", &format!("prom/prometheus{digest}")), "old-image");
    // What only some specs need counts only there.
    let discord = "[receivers.chat]\ntype = \"discord\"\nwebhook_url_file = \"secrets/chat\"\n[routing]\nP0 = [\"chat\"]\nP1 = [\"chat\"]\nP2 = [\"chat\"]\n[alertmanager]\nimage = \"prom/alertmanager:v0.26.0\"\n";
    says(&spec(discord), "old-image", &["`webhook_url_file` of Discord exists since 0.27.0"]);
    silent(&image("alertmanager", "prom/alertmanager:v0.26.0"), "old-image");
    let fallback = "[prometheus]\nimage = \"prom/prometheus:v2.55.0\"\n[apps.backend]\ntargets = [\"backend:8080\"]\nfallback_scrape_protocol = \"PrometheusText0.0.4\"\n";
    says(&spec(fallback), "old-image", &["`fallback_scrape_protocol` in scrape jobs"]);

    says(&image("grafana", "grafana/grafana:13.1.4"), "bad-image", &["13.1.5 or newer"]);
    says(&image("grafana", "grafana/grafana-oss:13.0.0"), "bad-image", &["13.0.8 or newer"]);
    let pinned = format!("docker.io/grafana/grafana:13.2.0-ubuntu{digest}");
    says(&image("grafana", &pinned), "bad-image", &["13.2.1 or newer"]);
    for good in ["13.1.5", "12.4.3", "13.2.1", "13.2"] {
        silent(&image("grafana", &format!("grafana/grafana:{good}")), "bad-image");
    }
    let cadvisor = spec("[integrations.cadvisor]\nimage = \"gcr.io/cadvisor/cadvisor:v0.49.1\"\n");
    says(&cadvisor, "bad-image", &["Docker 29", "ContainerRestarting cannot fire"]);
}

#[test]
fn panels_in_other_languages() {
    let panel = |expr: &str| {
        harness::queue(&format!(
            "[[dashboards.panels]]\ntitle = \"Errors\"\ndescription = \"Errors.\"\nunit = \"short\"\nqueries = [{{ expr = '''{expr}''', legend = \"errors\" }}]\n"
        ))
    };
    let logs = panel("{app=\"shop\"} |= \"error\"");
    says(&logs, "unread-expression", &["error[", "written in LogQL", "every panel asks"]);
    let sql = panel("SELECT count(*) FROM orders");
    says(&sql, "unread-expression", &["error[", "SQL or InfluxQL"]);
    // LogQL that is PromQL as well selects series that nobody has.
    let logs = panel("sum(rate({app=\"shop\"}[5m]))");
    says(&logs, "dead-matcher", &["no series has the labels of `{app=\"shop\"}`", "LogQL"]);
    says(&panel("{queue=\"a\",namespace=\"shop\"}"), "dead-matcher", &["namespace"]);
    silent(&panel("{queue=\"a\"}"), "dead-matcher");
    silent(&panel("{job=\"queue\"}"), "dead-matcher");
    silent(&panel("count({alertstate=\"firing\",team=\"shop\"})"), "dead-matcher");
    silent(&panel("count({app=\"\"})"), "dead-matcher");
    // A mistake in PromQL stays one.
    says(&panel("sum by (queue (queue_length)"), "unread-expression", &["warning["]);
    let source = harness::queue(
        "[[dashboards.panels]]\ntitle = \"Errors\"\ndescription = \"Errors.\"\nunit = \"short\"\ndatasource = \"loki\"\nqueries = []\n",
    );
    says(&source, "unknown-key", &["`datasource`", "every panel asks the stack's Prometheus"]);
}

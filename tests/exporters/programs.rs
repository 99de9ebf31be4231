//! Each program, started with the arguments that the catalogue gives it.

use crate::alertmanager;
use crate::running::Running;
use crate::support::catalogue::{compare, integration};
use crate::support::exposition::Page;
use crate::support::tools::{self, Tool, Version};

/// A metric that older releases emit otherwise than the one that the catalogue pins.
struct Changed {
    metric: &'static str,
    /// The first release that emits it as it stands in the catalogue.
    since: Version,
}

/// Prometheus counts by Alertmanager since each has a queue of its own.
const CHANGED: &[Changed] =
    &[Changed { metric: "prometheus_notifications_dropped_total", since: Version(3, 10, 0) }];

/// Waits until a program emits what an integration says, on these paths together.
fn emits(running: &mut Running, tool: &Tool, name: &str, paths: &[String]) {
    let integration = integration(name);
    let differs =
        |metric: &str| CHANGED.iter().any(|it| it.metric == metric && tool.version < it.since);
    let seen = running.wait_for(|running| {
        let mut page = Page::default();
        for path in paths {
            page.read(&running.get(path).map_err(|error| error.to_string())?);
        }
        compare(&integration.integration.metrics, &page, differs)
    });
    assert!(seen > 0, "{name} has no metrics that were seen");
}

/// The arguments of the integration's container, but for those that begin with one of these.
pub(crate) fn arguments(name: &str, without: &[&str]) -> Vec<String> {
    let loaded = integration(name);
    let service = loaded.integration.services.first().expect("it has a container");
    let all = service.command.iter().map(|argument| argument.as_str().to_owned());
    // What is a template depends on the spec.
    let plain = all.filter(|argument| !argument.contains("{=") && !argument.contains("{%"));
    plain.filter(|argument| !without.iter().any(|without| argument.starts_with(without))).collect()
}

#[test]
fn node_exporter() {
    let Some(tool) = tools::node_exporter() else { return };
    let mut running = Running::start(tool, &[], |port| {
        let mut args = arguments("node", &["--path."]);
        args.push(format!("--web.listen-address=127.0.0.1:{port}"));
        args
    });
    emits(&mut running, tool, "node", &["/metrics".to_owned()]);
}

#[test]
fn alertmanager() {
    let Some(tool) = tools::alertmanager() else { return };
    let mut running = alertmanager::start(tool, || {
        arguments("alertmanager", &["--config.file", "--storage.path"])
    });
    emits(&mut running, tool, "alertmanager", &["/metrics".to_owned()]);
}

#[test]
fn prometheus() {
    let (Some(tool), Some(alertmanager)) = (tools::prometheus(), tools::alertmanager()) else {
        return;
    };
    let receiver =
        alertmanager::start(alertmanager, || vec!["--cluster.listen-address=".to_owned()]);
    let config = format!(
        "global: {{ scrape_interval: 1s, evaluation_interval: 1s }}\nrule_files: [rules.yml]\n\
         alerting: {{ alertmanagers: [{{ static_configs: [{{ targets: [\"{}\"] }}] }}] }}\n",
        receiver.address()
    );
    let rules = "groups: [{ name: a, rules: [{ alert: Always, expr: vector(1) }] }]\n";
    let files = [("prometheus.yml", config.as_str()), ("rules.yml", rules)];
    let mut running = Running::start(tool, &files, |port| {
        let mut args = arguments("prometheus", &["--config.file", "--storage.tsdb.path"]);
        args.extend([
            "--config.file=prometheus.yml".to_owned(),
            "--storage.tsdb.path=data".to_owned(),
            format!("--web.listen-address=127.0.0.1:{port}"),
        ]);
        args
    });
    emits(&mut running, tool, "prometheus", &["/metrics".to_owned()]);
    // What is optional without an Alertmanager is there with one.
    running.wait_for(|running| {
        let page = running.get("/metrics").map_err(|error| error.to_string())?;
        let sent = "prometheus_notifications_sent_total{alertmanager=";
        if page.contains(sent) { Ok(()) } else { Err(format!("no {sent}")) }
    });
}

#[test]
fn blackbox_exporter() {
    let Some(tool) = tools::blackbox_exporter() else { return };
    let config = "modules:\n  web: { prober: http }\n  port: { prober: tcp }\n  name: { prober: dns, dns: { query_name: shop.example } }\n";
    let mut running = Running::start(tool, &[("blackbox.yml", config)], |port| {
        let mut args = arguments("probe", &["--config.file"]);
        args.extend([
            "--config.file=blackbox.yml".to_owned(),
            format!("--web.listen-address=127.0.0.1:{port}"),
        ]);
        args
    });
    let own = running.address();
    let probe = |module: &str, target: &str| format!("/probe?module={module}&target={target}");
    let paths = [
        "/metrics".to_owned(),
        probe("web", &format!("http://{own}/")),
        probe("port", &own),
        // Nobody answers there; the metrics are there all the same.
        probe("name", &own),
    ];
    emits(&mut running, tool, "probe", &paths);
}

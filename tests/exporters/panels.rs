//! Every panel of every dashboard shows something, in a stack of real programs.

use std::collections::BTreeMap;

use serde_json::Value;
use stackgen::output::FileSet;

use crate::programs::arguments;
use crate::running::Running;
use crate::support::{rendered, tools};
use crate::{alertmanager, app};

/// A stack of what there are programs of. Their addresses are those of containers, and are replaced.
const SPEC: &str = r#"
version = 1
name = "panels"
preset = "standard"
[prometheus]
scrape_interval = "1s"
scrape_timeout = "1s"
evaluation_interval = "1s"
[networks]
join = ["shop_default"]
[integrations.cadvisor]
enabled = false
[apps.backend]
targets = ["backend:8080"]
convention = "express"
[probes.site]
urls = ["http://site.example:8080/"]
timeout = "500ms"
[probes.port]
type = "tcp"
targets = ["port.example:8080"]
timeout = "500ms"
"#;

/// The dashboards of which there is no program that could fill them.
const UNFILLED: [&str; 1] = ["grafana/dashboards/grafana.json"];

#[test]
fn every_panel_has_data() {
    let (Some(prometheus), Some(alertmanager), Some(node), Some(blackbox)) = (
        tools::prometheus(),
        tools::alertmanager(),
        tools::node_exporter(),
        tools::blackbox_exporter(),
    ) else {
        return;
    };
    let files = rendered::files(SPEC, vec![]);
    let text = |path: &str| {
        String::from_utf8(files.get(path).expect("it is rendered").to_vec()).expect("it is text")
    };
    let alertmanager =
        alertmanager::start(alertmanager, || vec!["--cluster.listen-address=".to_owned()]);
    let node = Running::start(node, &[], |port| {
        let mut args = arguments("node", &["--path."]);
        args.push(format!("--web.listen-address=127.0.0.1:{port}"));
        args
    });
    let modules = text("blackbox/blackbox.yml");
    let blackbox = Running::start(blackbox, &[("blackbox.yml", &modules)], |port| {
        vec![
            "--config.file=blackbox.yml".to_owned(),
            format!("--web.listen-address=127.0.0.1:{port}"),
        ]
    });
    let places = [
        ("alertmanager:9093", alertmanager.address()),
        ("node-exporter:9100", node.address()),
        ("blackbox-exporter:9115", blackbox.address()),
        ("backend:8080", app::start()),
        ("site.example:8080", alertmanager.address()),
        ("port.example:8080", alertmanager.address()),
        ("/etc/prometheus/rules", "rules".to_owned()),
    ];
    let mut running = Running::on_a_port(prometheus, |port| {
        let mut config = text("prometheus/prometheus.yml");
        let own = ("prometheus:9090", format!("127.0.0.1:{port}"));
        for (there, here) in places.iter().chain([&own]) {
            assert!(config.contains(there), "nothing scrapes {there}");
            config = config.replace(there, here);
        }
        let mut all = vec![("prometheus.yml".to_owned(), config)];
        for path in files.paths().filter(|path| path.as_str().starts_with("prometheus/rules/")) {
            let name = path.as_str().trim_start_matches("prometheus/");
            all.push((name.to_owned(), text(path.as_str())));
        }
        let mut args = arguments("prometheus", &["--config.file", "--storage.tsdb.path"]);
        args.extend([
            "--config.file=prometheus.yml".to_owned(),
            "--storage.tsdb.path=data".to_owned(),
            format!("--web.listen-address=127.0.0.1:{port}"),
        ]);
        (all, args)
    });
    let panels = panels(&files);
    let count = panels.len();
    assert!(count > 40, "only {count} panels");
    let filled = running.wait_for(|running| empty(running, &panels));
    println!("{filled} of {count} panels have data; the others are optional");
}

/// A panel, by its dashboard and title.
struct Panel {
    name: String,
    exprs: Vec<String>,
    optional: bool,
}

/// The panels that must have data, and have none. If there are none of these, how many have.
fn empty(prometheus: &Running, panels: &[Panel]) -> Result<usize, String> {
    let mut filled = 0;
    let mut wrong = Vec::new();
    for panel in panels {
        let mut full = true;
        for expr in &panel.exprs {
            let answer = query(prometheus, expr)?;
            let series = answer["data"]["result"].as_array().map_or(0, Vec::len);
            full &= series > 0;
            if series == 0 && !panel.optional {
                wrong.push(format!("{}: no data for {expr}", panel.name));
            }
        }
        filled += usize::from(full);
    }
    if wrong.is_empty() { Ok(filled) } else { Err(wrong.join("\n")) }
}

fn query(prometheus: &Running, expr: &str) -> Result<Value, String> {
    let encoded: String = expr.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let answer = prometheus.get(&format!("/api/v1/query?query={encoded}"));
    let answer = answer.map_err(|error| format!("{expr}: {error}"))?;
    serde_json::from_str(&answer).map_err(|error| format!("{expr}: {error}"))
}

/// All panels of all dashboards, with everything chosen in every variable.
fn panels(files: &FileSet) -> Vec<Panel> {
    let variables =
        BTreeMap::from([("$job", ".*"), ("$instance", ".*"), ("$__rate_interval", "1m")]);
    let dashboards = files.iter().filter(|(path, _)| {
        path.as_str().starts_with("grafana/dashboards/") && !UNFILLED.contains(&path.as_str())
    });
    let mut all = Vec::new();
    for (path, json) in dashboards {
        let dashboard: Value = serde_json::from_slice(json).expect("a dashboard is JSON");
        for panel in dashboard["panels"].as_array().into_iter().flatten() {
            let targets = panel["targets"].as_array().into_iter().flatten();
            let exprs = targets.map(|target| {
                let expr = target["expr"].as_str().expect("a target has an expression");
                let plain = variables
                    .iter()
                    .fold(expr.to_owned(), |expr, (name, value)| expr.replace(name, value));
                assert!(!plain.contains("$__"), "{plain}");
                plain
            });
            all.push(Panel {
                name: format!("{path}, {}", panel["title"]),
                exprs: exprs.collect(),
                optional: panel["description"]
                    .as_str()
                    .is_some_and(|text| text.contains("May be empty: ")),
            });
        }
    }
    all
}

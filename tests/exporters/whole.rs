//! A whole stack of real programs, as it was rendered but for addresses and paths.

use std::process::Command;

use stackgen::output::FileSet;

use crate::hook::Hook;
use crate::programs::arguments;
use crate::running::Running;
use crate::support::catalogue::emitted;
use crate::support::process::{self, Finished};
use crate::support::tools::Tool;
use crate::support::{rendered, tools};
use crate::{alertmanager, app, front};

/// What there are programs of. Grafana's metrics are those that the catalogue lists.
pub(crate) const SPEC: &str = r#"
version = 1
name = "whole"
preset = "standard"
[prometheus]
scrape_interval = "1s"
scrape_timeout = "1s"
evaluation_interval = "1s"
retention = { time = "14d", size = "1GB" }
external_labels = { zone = "a$b" }
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
[receivers.hook]
type = "webhook"
url = "http://hook.example:8080/take"
[receivers.pulse]
type = "webhook"
url = "http://hook.example:8080/pulse"
[routing]
P0 = ["hook"]
P1 = ["hook"]
P2 = []
heartbeat = ["pulse"]
"#;

/// The running programs. They end with the value.
pub(crate) struct Whole {
    pub(crate) prometheus: Running,
    pub(crate) alertmanager: Option<Running>,
    pub(crate) node: Option<Running>,
    pub(crate) hook: Hook,
    /// Where to ask for Prometheus and Alertmanager.
    pub(crate) fronts: [String; 2],
    _blackbox: Running,
}

impl Whole {
    /// Starts what a spec renders, with its files changed on the way. Nothing where a program is
    /// missing.
    ///
    /// # Panics
    ///
    /// If a program cannot be started.
    pub(crate) fn start(spec: &str, change: impl Fn(&str, String) -> String) -> Option<Self> {
        Self::watching(spec, change, app::start)
    }

    /// The same with another app.
    ///
    /// # Panics
    ///
    /// If a program cannot be started.
    pub(crate) fn watching(
        spec: &str,
        change: impl Fn(&str, String) -> String,
        backend: impl Fn() -> String,
    ) -> Option<Self> {
        let (prometheus, alertmanager) = (tools::prometheus()?, tools::alertmanager()?);
        let (node, blackbox) = (tools::node_exporter()?, tools::blackbox_exporter()?);
        let files = rendered::files(spec, vec![]);
        let text = |path: &str| change(path, read(&files, path));
        let hook = Hook::start();
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
        let for_alertmanager = [
            ("hook.example:8080", hook.address().to_owned()),
            ("/etc/alertmanager/templates/", "templates/".to_owned()),
        ];
        let config = here(&text("alertmanager/alertmanager.yml"), &for_alertmanager);
        let template = text("alertmanager/templates/stackgen.tmpl");
        let own_files =
            [("alertmanager.yml", config.as_str()), ("templates/stackgen.tmpl", &template)];
        let alertmanager = alertmanager::start_with(alertmanager, &own_files, || {
            arguments("alertmanager", &["--config.file", "--storage.path"])
        });
        let mut places = vec![
            ("alertmanager:9093", alertmanager.address()),
            ("node-exporter:9100", node.address()),
            ("blackbox-exporter:9115", blackbox.address()),
            ("grafana:3000", app::serve(|scrape| emitted("grafana", scrape))),
            ("backend:8080", backend()),
            ("site.example:8080", app::start()),
            ("port.example:8080", app::start()),
        ];
        let prometheus = start_prometheus(prometheus, &files, &text, &mut places);
        let mut names: Vec<(String, String)> = places
            .iter()
            .chain(&for_alertmanager)
            .filter(|(_, here)| here.starts_with("127.0.0.1:"))
            .map(|(there, here)| (here.clone(), (*there).to_owned()))
            .collect();
        let own = |here: &str, there: &str| (here.to_owned(), there.to_owned());
        names.extend([
            own("- rules/*.yml", "- /etc/prometheus/rules/*.yml"),
            own("- templates/*.tmpl", "- /etc/alertmanager/templates/*.tmpl"),
            own(
                "\"config.file\":\"prometheus.yml\"",
                "\"config.file\":\"/etc/prometheus/prometheus.yml\"",
            ),
            own("\"storage.tsdb.path\":\"data\"", "\"storage.tsdb.path\":\"/prometheus\""),
        ]);
        let fronts = [
            front::start(prometheus.address(), names.clone()),
            front::start(alertmanager.address(), names),
        ];
        let alertmanager = Some(alertmanager);
        Some(Self { prometheus, alertmanager, node: Some(node), hook, fronts, _blackbox: blackbox })
    }

    /// Runs `stackgen verify` on a spec against it.
    ///
    /// # Panics
    ///
    /// If it cannot be run.
    pub(crate) fn verify(&self, spec: &str, args: &[&str]) -> Finished {
        let [prometheus, alertmanager] = &self.fronts;
        verify(spec, prometheus, alertmanager, args)
    }
}

/// Starts Prometheus on its rendered files, with places of this machine instead of the stack's.
pub(crate) fn start_prometheus(
    tool: &Tool,
    files: &FileSet,
    text: &impl Fn(&str) -> String,
    places: &mut Vec<(&'static str, String)>,
) -> Running {
    Running::on_a_port(tool, |port| {
        places.push(("/etc/prometheus/rules/", "rules/".to_owned()));
        places.push(("prometheus:9090", format!("127.0.0.1:{port}")));
        let config = here(&text("prometheus/prometheus.yml"), places);
        let mut all = vec![("prometheus.yml".to_owned(), config)];
        for path in files.paths().filter(|path| path.as_str().starts_with("prometheus/rules/")) {
            let name = path.as_str().trim_start_matches("prometheus/");
            all.push((name.to_owned(), text(path.as_str())));
        }
        let mut args = arguments("prometheus", &["--config.file", "--storage.tsdb.path"]);
        args.extend([
            "--config.file=prometheus.yml".to_owned(),
            "--storage.tsdb.path=data".to_owned(),
            "--storage.tsdb.retention.time=14d".to_owned(),
            "--storage.tsdb.retention.size=1GB".to_owned(),
            "--web.external-url=http://localhost:9090".to_owned(),
            // An alert that fires before Alertmanager is found need not wait for a minute.
            "--rules.alert.resend-delay=2s".to_owned(),
            format!("--web.listen-address=127.0.0.1:{port}"),
        ]);
        (all, args)
    })
}

/// Runs `stackgen verify` on a spec against what listens at these addresses.
///
/// # Panics
///
/// If it cannot be run.
pub(crate) fn verify(spec: &str, prometheus: &str, alertmanager: &str, args: &[&str]) -> Finished {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
    command.args(["verify", "-"]).args(args).current_dir(folder.path());
    command.arg(format!("--prometheus=http://{prometheus}"));
    command.arg(format!("--alertmanager=http://{alertmanager}"));
    process::run(&mut command, spec.as_bytes()).expect("stackgen runs")
}

/// A rendered file.
pub(crate) fn read(files: &FileSet, path: &str) -> String {
    let bytes = files.get(path).unwrap_or_else(|| panic!("{path} is not rendered"));
    String::from_utf8(bytes.to_vec()).expect("it is text")
}

/// A file with places of this machine instead of the stack's.
fn here(text: &str, places: &[(&str, String)]) -> String {
    places.iter().fold(text.to_owned(), |text, (there, here)| {
        assert!(text.contains(there), "nothing names {there}");
        text.replace(there, here)
    })
}

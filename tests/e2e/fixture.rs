//! A standard stack to be, in a folder of its own, with everything that it needs.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use tempfile::TempDir;

use crate::application::{Application, PASSWORD};
use crate::engine::Engine;
use crate::receiver::Receiver;
use crate::support::process::{self, Finished};
use crate::support::tools::{self, Tool};
use crate::{http, ports};

/// A folder with the spec `stack.toml` of a standard stack and its secret files; the application that it
/// watches, which runs; and a receiver, which hears its alerts. Nothing of the stack is rendered or
/// started. With the value end all containers, networks and volumes of both.
pub(crate) struct Fixture<'e> {
    pub(crate) engine: &'e Engine,
    pub(crate) application: Application<'e>,
    pub(crate) receiver: Receiver,
    /// The stack's Compose project.
    pub(crate) project: String,
    /// Prometheus, from this machine: `http://127.0.0.1:20001`.
    pub(crate) prometheus: String,
    /// Alertmanager, from this machine.
    pub(crate) alertmanager: String,
    compose: &'static Tool,
    folder: TempDir,
}

impl<'e> Fixture<'e> {
    /// Prepares one on an engine, be it [`shared`](crate::engine::shared) or a test's
    /// [`own`](crate::engine::own), with a project's name that no other test has.
    ///
    /// Nothing where there is no Docker Compose; that the test is skipped has then been said already.
    ///
    /// # Panics
    ///
    /// If the application does not start.
    #[track_caller]
    pub(crate) fn new(engine: &'e Engine) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let compose = tools::docker_compose()?;
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        let (project, shop) = (format!("stack-{count}"), format!("shop-{count}"));
        // Removed with the engine's when the tests are killed.
        let folder = tempfile::tempdir_in(engine.folder()).expect("the engine's own folder");
        let application = Application::start(engine, compose, &shop, folder.path());
        let receiver = Receiver::start(engine);
        let [prometheus, alertmanager, grafana] = [(); 3].map(|()| ports::free(engine));
        let spec = format!(
            r#"version = 1
name = "{project}"
preset = "standard"

[prometheus]
port = {prometheus}
scrape_interval = "2s"
scrape_timeout = "2s"
evaluation_interval = "2s"

[alertmanager]
port = {alertmanager}

[grafana]
port = {grafana}

[networks]
join = ["{network}"]

[apps.backend]
targets = ["backend:8080"]
convention = "express"
latency_threshold = "500ms"

[integrations.orders-db]
type = "postgres"
address = "orders-db:5432"
password_file = "secrets/orders-db"

[integrations.carts]
type = "redis"
address = "carts:6379"

[probes.shop]
urls = ["http://backend:8080/"]
timeout = "1s"

[receivers.hook]
type = "webhook"
url_file = "secrets/hook-url"

[routing]
P0 = ["hook"]
P1 = ["hook"]
P2 = ["hook"]
heartbeat = ["hook"]
"#,
            network = application.network()
        );
        let url = |port: u16| format!("http://127.0.0.1:{port}");
        let fixture = Self {
            engine,
            application,
            receiver,
            project,
            prometheus: url(prometheus),
            alertmanager: url(alertmanager),
            compose,
            folder,
        };
        fixture.write("stack.toml", &spec);
        fixture.secret("orders-db", PASSWORD);
        fixture.secret("hook-url", fixture.receiver.url());
        fixture.secret("grafana-admin-password", "grafana-for-tests-91c2");
        Some(fixture)
    }

    /// Where the spec is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file beside the spec.
    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.path().join(path), text).expect("the fixture's own folder");
    }

    /// Writes a secret file as users are told to: readable for all, in a folder that only its owner can
    /// enter.
    pub(crate) fn secret(&self, name: &str, text: &str) {
        let folder = self.path().join("secrets");
        fs::create_dir_all(&folder).expect("the fixture's own folder");
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
        set(&folder, 0o700).expect("the fixture's own folder");
        fs::write(folder.join(name), text).expect("the fixture's own folder");
        set(&folder.join(name), 0o444).expect("the fixture's own file");
    }

    /// Replaces a part of the spec.
    ///
    /// # Panics
    ///
    /// If it is not there.
    #[track_caller]
    pub(crate) fn change_spec(&self, part: &str, by: &str) {
        let spec = fs::read_to_string(self.path().join("stack.toml")).expect("it was written");
        assert!(spec.contains(part), "the spec has no {part}");
        self.write("stack.toml", &spec.replace(part, by));
    }

    /// The real `stackgen` as a command, in the spec's folder and with this engine, to be started by the
    /// caller: to send it a signal, or to read along.
    pub(crate) fn stackgen_command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
        command.env_clear().env("LANG", "C").current_dir(self.path());
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        self.engine.at(&mut command);
        command
    }

    /// Runs the real `stackgen` to its end.
    ///
    /// # Panics
    ///
    /// If it does not end within two minutes.
    #[track_caller]
    pub(crate) fn stackgen<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Finished {
        process::run(self.stackgen_command().args(args), b"")
            .unwrap_or_else(|error| panic!("stackgen cannot be run: {error}"))
    }

    /// Launches the stack: `stackgen up`.
    ///
    /// # Panics
    ///
    /// If it does not end within two minutes.
    #[track_caller]
    pub(crate) fn up(&self) -> Finished {
        self.stackgen(["up", "--timeout", "100s"])
    }

    /// Renders the stack into `monitoring/`.
    ///
    /// # Panics
    ///
    /// If the spec is refused.
    #[track_caller]
    pub(crate) fn render(&self) {
        let rendered = self.stackgen(["render"]);
        assert!(rendered.succeeded(), "{rendered}");
    }

    /// Runs Docker Compose on the rendered stack: `up -d --wait`.
    ///
    /// # Panics
    ///
    /// If it does not end within two minutes.
    #[track_caller]
    pub(crate) fn compose<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Finished {
        let folder = self.path().join("monitoring");
        let mut command = self.compose.command(&folder);
        let file = "docker-compose.monitoring.yml";
        process::run(self.engine.at(&mut command).args(["-f", file]).args(args), b"")
            .unwrap_or_else(|error| panic!("docker-compose cannot be run: {error}"))
    }

    /// The stack's containers, by service: what `docker inspect` says of each, in order of their names.
    #[track_caller]
    pub(crate) fn containers(&self) -> Vec<(String, Value)> {
        let mut all: Vec<(String, Value)> = self
            .engine
            .of_project("container", &self.project)
            .iter()
            .map(|id| {
                let said = self.engine.docker(["inspect", id]);
                let inspected: Value = serde_json::from_str(&said.stdout)
                    .unwrap_or_else(|error| panic!("{error}: {said}"));
                let labels = &inspected[0]["Config"]["Labels"];
                let service = labels["com.docker.compose.service"].as_str().unwrap_or_default();
                (service.to_owned(), inspected[0].clone())
            })
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    /// What Prometheus answers to a query: its series.
    ///
    /// # Errors
    ///
    /// It does not answer.
    pub(crate) fn query(&self, expr: &str) -> Result<Vec<Value>, String> {
        let encoded: String = expr.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let answer = http::json(&format!("{}/api/v1/query?query={encoded}", self.prometheus))?;
        Ok(answer["data"]["result"].as_array().cloned().unwrap_or_default())
    }

    /// The scrape targets that Prometheus has, as its API lists them.
    ///
    /// # Errors
    ///
    /// It does not answer.
    pub(crate) fn targets(&self) -> Result<Vec<Value>, String> {
        let answer = http::json(&format!("{}/api/v1/targets?state=active", self.prometheus))?;
        Ok(answer["data"]["activeTargets"].as_array().cloned().unwrap_or_default())
    }
}

impl Drop for Fixture<'_> {
    fn drop(&mut self) {
        self.engine.remove_project(&self.project);
    }
}

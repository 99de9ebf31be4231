//! A standard stack to be, in a folder of its own, with everything that it needs.

use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

use crate::application::{Application, PASSWORD};
use crate::engine::Engine;
use crate::place::Place;
use crate::receiver::Receiver;
use crate::support::process::{self, Finished};
use crate::support::tools::{self, Tool};
use crate::{http, ports};

/// A folder with the spec `stack.toml` of a standard stack and its secret files; the application that it
/// watches, which runs; and a receiver, which hears its alerts. Nothing of the stack is rendered or
/// started. With the value end all containers, networks and volumes of both.
pub(crate) struct Fixture<'e> {
    // The first to end: the application's network can go only when nobody is in it any more.
    place: Place<'e>,
    pub(crate) application: Application<'e>,
    pub(crate) receiver: Receiver,
    /// Prometheus, from this machine: `http://127.0.0.1:20001`.
    pub(crate) prometheus: String,
    /// Alertmanager, from this machine.
    pub(crate) alertmanager: String,
    /// Grafana, from this machine.
    pub(crate) grafana: String,
    compose: &'static Tool,
}

impl<'e> Deref for Fixture<'e> {
    type Target = Place<'e>;

    fn deref(&self) -> &Place<'e> {
        &self.place
    }
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
        let place = Place::new(engine, &project);
        let application = Application::start(engine, compose, &shop, place.path());
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

[host]
docker_root = "{data}"

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
            data = engine.data().display(),
            network = application.network()
        );
        let url = |port: u16| format!("http://127.0.0.1:{port}");
        let fixture = Self {
            place,
            application,
            receiver,
            prometheus: url(prometheus),
            alertmanager: url(alertmanager),
            grafana: url(grafana),
            compose,
        };
        fixture.write("stack.toml", &spec);
        fixture.secret("orders-db", PASSWORD);
        fixture.secret("hook-url", fixture.receiver.url());
        fixture.secret("grafana-admin-password", "grafana-for-tests-91c2");
        Some(fixture)
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

//! The application that a stack watches: a Compose project of its own, with a network of its own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::engine::Engine;
use crate::engine::images::{APP, POSTGRES, REDIS};
use crate::support::process::{self, Finished};
use crate::support::tools::Tool;
use crate::{http, ports};

/// The role of the exporter has this password. It is nobody's secret, but is treated as one.
pub(crate) const PASSWORD: &str = "only-for-tests-7f3a";

/// An app, a PostgreSQL and a Redis server: `backend:8080`, `orders-db:5432` and `carts:6379` in the
/// network [`Application::network`].
pub(crate) struct Application<'e> {
    engine: &'e Engine,
    compose: &'static Tool,
    project: String,
    folder: PathBuf,
    port: u16,
}

impl<'e> Application<'e> {
    /// Starts one, and waits until its servers take connections.
    ///
    /// # Panics
    ///
    /// If it does not start.
    #[track_caller]
    pub(crate) fn start(
        engine: &'e Engine,
        compose: &'static Tool,
        project: &str,
        folder: &Path,
    ) -> Self {
        let port = ports::free(engine);
        let folder = folder.join("application");
        fs::create_dir_all(&folder).expect("a folder of the test's own");
        for (name, text) in [
            ("superuser", "superuser-for-tests"),
            ("exporter", PASSWORD),
            ("compose.yml", &file(project, port)),
        ] {
            fs::write(folder.join(name), text).expect("a folder of the test's own");
        }
        let application = Self { engine, compose, project: project.to_owned(), folder, port };
        let up = application.compose(["up", "-d", "--wait"]);
        assert!(up.succeeded(), "{up}{}", application.compose(["logs", "--tail=20"]));
        application
    }

    /// The network in which all of it is.
    pub(crate) fn network(&self) -> String {
        format!("{}_default", self.project)
    }

    /// Sends a request to the app: `/`, `/fail` or `/slow`.
    ///
    /// # Errors
    ///
    /// It does not answer, or not with 200.
    pub(crate) fn request(&self, path: &str) -> Result<String, String> {
        http::get(&format!("http://127.0.0.1:{}{path}", self.port))
    }

    /// Runs Docker Compose on it: `stop orders-db`.
    #[track_caller]
    pub(crate) fn compose<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Finished {
        let mut command = self.compose.command(&self.folder);
        self.engine.at(&mut command).args(["-f", "compose.yml"]).args(args);
        process::run(&mut command, b"")
            .unwrap_or_else(|error| panic!("docker-compose cannot be run: {error}"))
    }
}

impl Drop for Application<'_> {
    fn drop(&mut self) {
        self.engine.remove_project(&self.project);
    }
}

fn file(project: &str, port: u16) -> String {
    let ready = |test: &str| {
        format!(
            "    healthcheck: {{ test: [CMD-SHELL, '{test}'], interval: 1s, timeout: 5s, retries: 60 }}"
        )
    };
    let (app, postgres, redis) = (
        ready("wget -q -O /dev/null http://127.0.0.1:8080/metrics"),
        ready("/usr/lib/postgresql/*/bin/pg_isready -q -h 127.0.0.1"),
        ready("redis-cli ping | grep -q PONG"),
    );
    format!(
        "name: {project}
services:
  backend:
    image: {APP}
    ports: ['127.0.0.1:{port}:8080']
{app}
  orders-db:
    image: {POSTGRES}
    # On SIGTERM it would wait for its clients to go.
    stop_signal: SIGINT
    volumes:
      - ./superuser:/run/secrets/superuser:ro
      - ./exporter:/run/secrets/exporter:ro
{postgres}
  carts:
    image: {REDIS}
{redis}
"
    )
}

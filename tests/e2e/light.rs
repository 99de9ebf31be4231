//! A small stack, for tests that start many.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{Read as _, Write as _};
use std::ops::Deref;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

use crate::engine::Engine;
use crate::engine::images::{APP, pinned};
use crate::place::Place;
use crate::ports;
use crate::support::process::Finished;

/// The services of the stack.
pub(crate) const SERVICES: [&str; 2] = ["node-exporter", "prometheus"];

/// A spec for Prometheus and node-exporter, and nothing else: no application, no receiver.
pub(crate) struct Light<'e> {
    place: Place<'e>,
    /// Prometheus's port on this machine.
    pub(crate) port: u16,
}

impl<'e> Deref for Light<'e> {
    type Target = Place<'e>;

    fn deref(&self) -> &Place<'e> {
        &self.place
    }
}

impl<'e> Light<'e> {
    /// Prepares one. Nothing of the stack is rendered or started.
    pub(crate) fn new(engine: &'e Engine) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let project = format!("light-{}", COUNT.fetch_add(1, Ordering::SeqCst));
        let place = Place::new(engine, &project);
        let port = ports::free(engine);
        let spec = format!(
            r#"version = 1
name = "{project}"
preset = "minimal"

[grafana]
enabled = false

[prometheus]
port = {port}
"#
        );
        place.write("stack.toml", &spec);
        Self { place, port }
    }

    /// `stackgen up`, with arguments.
    ///
    /// # Panics
    ///
    /// If it does not end within two minutes.
    #[track_caller]
    pub(crate) fn up<const N: usize>(&self, args: [&str; N]) -> Finished {
        self.stackgen(["up"].into_iter().chain(args))
    }

    /// `stackgen up`, which must succeed: then every service has one container, under its own name, that
    /// runs.
    ///
    /// # Panics
    ///
    /// If it does not, or one has not.
    #[track_caller]
    pub(crate) fn must_come_up(&self) -> Finished {
        let up = self.up(["--timeout", "100s"]);
        assert!(up.succeeded(), "{up}");
        let runs = self.runs();
        let services: Vec<&str> = runs.keys().map(String::as_str).collect();
        assert_eq!(services, SERVICES, "{up}{runs:?}");
        up
    }

    /// The id of each service's container. Every container there is must run, must be the only one of
    /// its service, and must have its name.
    ///
    /// # Panics
    ///
    /// If one does not.
    #[track_caller]
    pub(crate) fn runs(&self) -> BTreeMap<String, String> {
        let mut runs = BTreeMap::new();
        for (service, container) in self.containers() {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let name = text(&container["Name"]);
            assert_eq!(name, format!("/{}-{service}-1", self.project));
            assert_eq!(container["State"]["Status"], "running", "{name}");
            let other = runs.insert(service, text(&container["Id"]));
            assert_eq!(other, None, "{name} is not the only one of its service");
        }
        runs
    }

    /// Whether the engine has no container and no network of the stack.
    ///
    /// # Panics
    ///
    /// If it has one.
    #[track_caller]
    pub(crate) fn must_not_be_there(&self, after: &impl Display) {
        for kind in ["container", "network"] {
            let left = self.engine.of_project(kind, &self.project);
            assert_eq!(left, [""; 0], "{kind}s are left: {after}");
        }
    }

    /// Asks the engine for a second network like the stack's own, as a client that does not look for the first.
    /// Whether the engine makes it.
    ///
    /// # Panics
    ///
    /// If the engine does not answer.
    #[track_caller]
    pub(crate) fn second_network(&self) -> bool {
        let name = format!("{}_monitoring", self.project);
        let first = self.engine.docker(["network", "inspect", &name]);
        let first: Value = serde_json::from_str(&first.stdout).expect("there is a first");
        let body = serde_json::json!({ "Name": name, "Labels": first[0]["Labels"] }).to_string();
        let mut engine =
            UnixStream::connect(self.engine.folder().join("docker.sock")).expect("it listens");
        let request = format!(
            "POST /v1.40/networks/create HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        engine.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        engine.read_to_string(&mut answer).expect("it answers");
        answer.starts_with("HTTP/1.0 201") || answer.starts_with("HTTP/1.1 201")
    }

    /// Prometheus's volume.
    pub(crate) fn volume(&self) -> String {
        format!("{}_prometheus-data", self.project)
    }

    /// Runs a shell command in Prometheus's volume, which is `/prometheus`, as a user. The volume is made
    /// if it is not there.
    ///
    /// # Panics
    ///
    /// If it fails.
    #[track_caller]
    pub(crate) fn in_volume(&self, user: &str, script: &str) -> String {
        let project = format!("com.docker.compose.project={}", self.project);
        // As `stackgen up` makes it.
        let folder = format!("stackgen.folder={}", self.path().join("monitoring").display());
        let made = self.engine.docker([
            "volume",
            "create",
            "--label",
            &project,
            "--label",
            &folder,
            "--label",
            "com.docker.compose.volume=prometheus-data",
            &self.volume(),
        ]);
        assert!(made.succeeded(), "{made}");
        // As Prometheus's own image has it, an empty volume gets the folder's owner.
        let image = pinned("prometheus").expect("the catalogue has it");
        let mount = format!("{}:/prometheus", self.volume());
        let run = ["run", "--rm", "--user", user, "--entrypoint", "sh", "-v", &mount];
        let ran = self.engine.docker(run.into_iter().chain([image.as_str(), "-c", script]));
        assert!(ran.succeeded(), "{ran}");
        ran.stdout
    }

    /// Writes something into Prometheus's volume that only losing the volume would lose.
    pub(crate) fn mark(&self) {
        self.in_volume("nobody", "echo kept > /prometheus/mark");
    }

    /// Whether it is still there.
    ///
    /// # Panics
    ///
    /// If it is not.
    #[track_caller]
    pub(crate) fn mark_must_be_there(&self) {
        assert_eq!(self.in_volume("nobody", "cat /prometheus/mark"), "kept\n");
    }
}

/// An image whose program does not do what it should: it runs a shell command instead. Its health
/// check can still be run.
///
/// # Panics
///
/// If it cannot be made.
#[track_caller]
pub(crate) fn image_that(engine: &Engine, name: &str, script: &str) {
    // `docker commit` of a container that never ran: nothing is built, nothing is pulled.
    let made = engine.docker(["create", "--entrypoint", "sh", APP, "-c", "true"]);
    assert!(made.succeeded(), "{made}");
    let container = made.stdout.trim().to_owned();
    let entry = format!("ENTRYPOINT {}", serde_json::json!(["sh", "-c", script]));
    let committed = engine.docker(["commit", "--change", &entry, &container, name]);
    assert!(committed.succeeded(), "{committed}");
    let removed = engine.docker(["rm", &container]);
    assert!(removed.succeeded(), "{removed}");
}

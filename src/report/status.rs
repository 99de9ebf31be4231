//! What `status` says.

use super::{Other, record};
use std::collections::BTreeMap;

record! {
    /// The state of a stack.
    pub struct Status {
        /// Whether every service runs, is healthy and matches the spec, every target is up, and no alert fires.
        pub well: bool,
        /// Its services.
        pub services: Vec<ServiceStatus>,
        /// Containers of the project that are not part of the stack.
        pub orphans: Vec<String>,
        /// What belongs to somebody else under the stack's name.
        pub others: Vec<Other>,
        /// What Prometheus reports. `null` if it cannot be reached.
        pub prometheus: Option<Watched>,
        /// Why Prometheus cannot be reached, for people.
        pub prometheus_error: Option<String>,
    }
}

record! {
    /// The state of a service.
    pub struct ServiceStatus {
        /// Its name.
        pub service: String,
        /// The state of its container, as the engine names it: `running`, `exited`, `restarting`. `absent` if it has no container.
        pub state: String,
        /// The result of its health check: `healthy`, `unhealthy`, `starting`. `null` if it has none.
        pub health: Option<String>,
        /// The name of its container.
        pub container: Option<String>,
        /// The image of the container.
        pub image: Option<String>,
        /// Where it is published on the engine's host: `127.0.0.1:9090`.
        pub ports: Vec<String>,
        /// When the container was created, in seconds since 1970.
        pub created: Option<i64>,
        /// How long it has been in this state, in the engine's words, for people: `Up 2 hours`.
        pub since: Option<String>,
        /// What `up` would do with it: `create`, `recreate`, `start`, `reload`. `null` if it matches the spec.
        pub pending: Option<String>,
        /// Why, for people.
        pub why: Option<String>,
    }
}

record! {
    /// What Prometheus reports about the stack.
    pub struct Watched {
        /// The address of Prometheus.
        pub address: String,
        /// Its targets.
        pub targets: TargetCounts,
        /// The alerts that fire, the most urgent first, without the heartbeat.
        pub alerts: Vec<Alert>,
    }
}

record! {
    /// Targets, by state.
    pub struct TargetCounts {
        /// How many the spec has.
        pub expected: usize,
        /// How many answered the last scrape.
        pub up: usize,
        /// How many have not been scraped yet.
        pub waiting: usize,
        /// Those that did not answer the last scrape.
        pub down: Vec<DownTarget>,
    }
}

record! {
    /// A target that did not answer the last scrape.
    pub struct DownTarget {
        /// Its job.
        pub job: String,
        /// The URL that Prometheus scrapes.
        pub url: String,
        /// The error that Prometheus reports.
        pub error: String,
    }
}

record! {
    /// An alert that fires.
    pub struct Alert {
        /// Its name.
        pub name: String,
        /// Its tier: `P0`, `P1`, `P2`.
        pub tier: String,
        /// When its condition became true, as RFC 3339.
        pub since: Option<String>,
        /// How long its condition has been true, in seconds.
        pub seconds: Option<f64>,
        /// Its other labels.
        pub labels: BTreeMap<String, String>,
    }
}

//! What `status` says.

use super::{Other, record};
use std::collections::BTreeMap;

record! {
    /// The state of a stack.
    pub struct Status {
        /// Whether every service runs, is healthy and is as the spec says, every target is up, and no alert fires.
        pub well: bool,
        /// Its services.
        pub services: Vec<ServiceStatus>,
        /// Containers of the project that are not part of the stack.
        pub orphans: Vec<String>,
        /// What belongs to somebody else under the stack's name.
        pub others: Vec<Other>,
        /// What Prometheus says. `null` if it cannot be asked.
        pub prometheus: Option<Watched>,
        /// Why Prometheus cannot be asked, for people.
        pub prometheus_error: Option<String>,
    }
}

record! {
    /// The state of a service.
    pub struct ServiceStatus {
        /// Its name.
        pub service: String,
        /// The engine's word for its container's state: `running`, `exited`, `restarting`; `absent` if there is none.
        pub state: String,
        /// What its health check says: `healthy`, `unhealthy`, `starting`. `null` if it has none.
        pub health: Option<String>,
        /// The name of its container.
        pub container: Option<String>,
        /// The image of the container.
        pub image: Option<String>,
        /// Where it is published on the engine's machine: `127.0.0.1:9090`.
        pub ports: Vec<String>,
        /// When the container was created, in seconds since 1970.
        pub created: Option<i64>,
        /// How the engine words how long it has been so, for people: `Up 2 hours`.
        pub since: Option<String>,
        /// What `up` would do with it: `create`, `recreate`, `start`, `reload`. `null` if it is as the spec says.
        pub pending: Option<String>,
        /// Why, for people.
        pub why: Option<String>,
    }
}

record! {
    /// What Prometheus says of the stack.
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
        /// How many the spec asks for.
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
        /// What Prometheus says of it.
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
        /// Since when its condition holds, as RFC 3339.
        pub since: Option<String>,
        /// For how long it has held, in seconds.
        pub seconds: Option<f64>,
        /// Its other labels.
        pub labels: BTreeMap<String, String>,
    }
}

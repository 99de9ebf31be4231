use crate::decode::choice;

choice! {
    /// What a service does for others. What needs it asks for its role, never for its name.
    pub enum Role("a role") {
        /// Collects metrics and evaluates rules: the Prometheus of the stack.
        Metrics = "metrics",
        /// Tells people what fires: its Alertmanager.
        Alerts = "alerts",
        /// Shows dashboards: its Grafana.
        Dashboards = "dashboards",
        /// Protects what is published outside the host, with TLS and passwords.
        Proxy = "proxy",
        /// Keeps logs.
        Logs = "logs",
        /// Keeps traces.
        Traces = "traces",
        /// Keeps metrics for longer than who collects them.
        MetricsStore = "metrics-store",
        /// Keeps objects for other stores.
        ObjectStore = "object-store",
    }
}

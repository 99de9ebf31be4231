use super::{
    AlertOverride, Alertmanager, App, Grafana, IntegrationUse, Machine, Networks, Probe,
    Prometheus, Proxy, ReceiverUse, Routing,
};
use crate::decode::{At, Listed, Whole, choice, table};
use crate::value::{AlertName, Name};

/// The version of the spec's format that this program reads.
pub const VERSION: u32 = 1;

choice! {
    /// A complete stack to start from. Whatever a spec says is laid over it.
    pub enum PresetName("a preset") {
        /// Prometheus, Grafana and the host's metrics; alerts are shown, but not sent.
        Minimal = "minimal",
        /// `minimal`, and containers, Alertmanager with its three tiers, apps and probes.
        Standard = "standard",
        /// `standard`, and limits for real load, a required heartbeat, and TLS with passwords in front of
        /// what is published outside this host.
        Production = "production",
    }
}

table! {
    /// A monitoring stack.
    pub struct Spec("a spec") {
        /// The version of the spec's format.
        version: At<u32>,
        /// The stack's name, which is also the name of its Compose project. It must differ from your
        /// application's.
        ///
        /// Example: `shop-monitoring`
        name: At<Name>,
        /// The preset to start from.
        preset: PresetName = PresetName::Standard,
        /// Collects and stores metrics, and evaluates rules.
        prometheus: Whole<Prometheus>,
        /// Sends alerts to people.
        alertmanager: Whole<Alertmanager>,
        /// Dashboards.
        grafana: Whole<Grafana>,
        /// A reverse proxy with TLS and passwords.
        proxy: Proxy,
        /// The networks that the stack joins.
        networks: Networks,
        /// Facts about the host that the stack runs on.
        host: Machine,
        /// Services of yours that expose metrics.
        apps: Listed<Name, App>,
        /// Things that the catalogue knows how to monitor.
        integrations: Listed<Name, IntegrationUse>,
        /// Something that is watched from outside.
        probes: Listed<Name, Probe>,
        /// Changes to alerts, by the alert's name.
        alerts: Listed<AlertName, AlertOverride>,
        /// Places to send alerts to.
        receivers: Listed<Name, ReceiverUse>,
        /// Which receivers each tier reaches, and when.
        routing: Whole<Routing>,
    }
}

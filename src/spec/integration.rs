use super::Limits;
use super::shared::{SharedKeys, Use};
use crate::decode::{At, Listed, table};
use crate::value::{BindAddress, HostPort, Image, LabelName, Line, Name, Port};

table! {
    /// Something that the catalogue can monitor. Each type has keys of its own:
    /// `stackgen catalog show TYPE` lists them.
    pub struct IntegrationKeys("an integration") {
        /// The integration in the catalogue. The default is NAME.
        ///
        /// Example: `postgres`
        r#type: Option<At<Name>>,
        /// Whether it is part of the stack.
        enabled: bool = true,
        /// Exporters that already run. The stack then scrapes these and does not start one.
        ///
        /// Example: `orders-db-exporter:9187`
        targets: Vec<At<HostPort>>,
        /// The exporter's image, if not the one that the catalogue pins.
        ///
        /// Example: `registry.example/mirror/postgres-exporter:v0.20.1`
        image: Option<At<Image>>,
        /// The port of this host that the exporter is published on. By default, it is not published.
        ///
        /// Example: `9187`
        port: Option<At<Port>>,
        /// The address of this host that it is published on.
        bind: At<BindAddress> = At::of(BindAddress::LOOPBACK),
        /// The exporter's limits.
        resources: Option<Limits>,
        /// Labels on all its series.
        labels: Listed<LabelName, Line>,
    }
}

impl IntegrationKeys {
    /// The keys, each with its default where it has one.
    pub fn with_defaults() -> Vec<String> {
        let defaults = <Self as crate::decode::Decode>::absent();
        let written = |key: &&str| match (*key, &defaults) {
            ("enabled", Some(keys)) => format!("enabled ({})", keys.enabled),
            ("bind", Some(keys)) => format!("bind (\"{}\")", keys.bind),
            (key, _) => key.to_owned(),
        };
        Self::KEYS.iter().map(written).collect()
    }
}

impl SharedKeys for IntegrationKeys {
    const SHARED: &'static [&'static str] = Self::KEYS;
    const WHAT: &'static str = "an integration";
    const DEFINITION: &'static str = "IntegrationKeys";
}

/// One use of an integration.
pub type IntegrationUse = Use<IntegrationKeys>;

//! What a user writes: one type per section of a spec.
//!
//! A spec is read in three steps: [`crate::decode::parse`] gives a tree, [`crate::decode::merge`]
//! lays it over its preset, and [`Spec`] is decoded from the whole. Values are checked here one by
//! one; whether they fit together is found out in [`crate::stack`] and [`crate::check`].

mod alerting;
mod app;
mod component;
mod integration;
mod machine;
mod networks;
mod own_files;
mod probe;
mod receiver;
mod root;
mod routing;
mod shared;

pub use alerting::AlertOverride;
pub use app::{App, BasicAuth, Scheme, Tls};
pub use component::{
    Alertmanager, Component, Grafana, Limits, Prometheus, Proxy, ProxyTls, Retention,
};
pub use integration::{IntegrationKeys, IntegrationUse};
pub use machine::Machine;
pub use networks::Networks;
pub use own_files::{may_name_files, named_files};
pub use probe::{Dns, Http, Icmp, IpProtocol, Probe, RecordType, Tcp};
pub use receiver::{ReceiverKeys, ReceiverUse};
pub use root::{PresetName, Spec, VERSION};
pub use routing::{Digest, Routing, Weekday, WorkingHours};
pub use shared::{SharedKeys, Use};

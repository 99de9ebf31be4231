//! A running stack, asked by HTTP: the interfaces of Prometheus and Alertmanager as typed answers.
//!
//! [`Addresses`] says where they are, [`Prometheus`] and [`Alertmanager`] ask them. What time it is
//! there, an answer says itself ([`Time`]): no clock of this machine has to agree with theirs. The only
//! place that knows an HTTP client.

mod addresses;
mod alertmanager;
mod base_url;
mod client;
mod counters;
mod error;
mod patience;
mod prometheus;
mod series;
mod spent;
mod time;

pub use addresses::{Addresses, Given, Unpublished};
pub use alertmanager::{Alertmanager, PostedAlert, ReceivedAlert, ReceiverName, Silence, Status};
pub use base_url::BaseUrl;
pub use client::Client;
pub use counters::Counters;
pub use error::{Error, Problem};
pub use patience::Patience;
pub use prometheus::{
    ActiveTarget, Alerts, FiringAlert, LoadedRule, Prometheus, RuleGroup, Rules, Targets,
};
pub use time::Time;

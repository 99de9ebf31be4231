//! The resolved model: every default filled in, every name checked, no option left open.
//!
//! [`resolve()`] makes a [`Stack`] of a spec and the catalogue. It is pure data: resolving does no I/O,
//! and all later stages see only the stack.

mod alerts;
mod apps;
pub mod codes;
mod dashboard;
mod datasource;
mod fingerprint;
mod folders;
mod inhibition;
mod job;
mod loaded;
mod model;
mod mount;
mod overview;
mod own_files;
mod own_rule;
mod resolve;
mod role;
mod routing;
mod rule;
mod rule_file;
mod service;
pub mod target_label;
mod target_metric;

pub use dashboard::{ALL, CHOICES, Dashboard, Overview, Panel, Query};
pub use datasource::Datasource;
pub use inhibition::{AlertMatcher, Inhibition};
pub use job::{Auth, Job, Target, Via, probe_job};
pub use loaded::Loaded;
pub use model::{File, Part, Profile, PrometheusSettings, ProvidedMetric, Proxy, Stack, Watch};
pub use mount::{HostAccess, HostMount, Mount, Selinux, Volume};
pub use own_files::{OwnFile, OwnFiles, Unread};
pub use own_rule::{OwnAnnotation, OwnGroup, OwnRule, RuleKind};
pub use resolve::resolve;
pub use routing::{
    Alerting, Destination, MailServer, NOBODY, RECEIVER_TEST, Route, RoutedReceiver, test_receiver,
};
pub use rule::{
    Alert, Expectation, Firing, Group, Recorded, Recording, RecordingTest, Test, TestSeries,
    Threshold,
};
pub use rule_file::{RuleFile, RuleGroup};
pub use service::{
    Author, Condition, Dependency, Exception, HOST_GATEWAY, Limits, Pin, Published, Reached,
    SECRETS_FOLDER, SecretFile, Service,
};
pub use target_metric::OF_TARGETS;

pub use crate::catalog::{
    Dialect, Draw, Healthcheck, ImagePin, LoadedReceiver, MetricType, PanelType, Propagation,
    Reload, Role, Runbook, Scope, ScrapeProtocol, Section, Signal, Since, Step,
};
pub use crate::spec::{
    Digest, Dns, Http, IntegrationKeys, IpProtocol, Machine, PresetName, Probe, ProxyTls, Scheme,
    Tls, Weekday, WorkingHours,
};

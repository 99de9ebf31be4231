//! What stackgen knows, as data: integrations, conventions, presets and image versions.
//!
//! Everything here is read from TOML files under `presets/`, which are part of the program, and
//! from the user's own integrations, in the same format and with the same checks. No integration
//! has a name in Rust.

mod absent;
mod alert;
pub mod codes;
mod convention;
mod dashboard;
mod detect;
mod embedded;
mod file;
mod group;
mod images;
mod integration;
mod load;
mod metric;
mod neighbour;
mod promtool;
mod role;
mod scrape;
mod service;
mod setting;
mod timezone;
mod way;

pub use absent::{Absent, AbsentThing};
pub use alert::{Alert, Recording, Runbook, Scope, Signal, Threshold};
pub use convention::{Convention, Signals};
pub use dashboard::{Dashboard, Draw, Panel, PanelType, Query, Step};
pub use detect::{Detect, DetectSecret, Detected, Kinds, KnownKind};
pub use file::File;
pub use group::Group;
pub use images::{BadVersions, ImagePin, Images, Since, VersionRange};
pub use integration::{Integration, Section};
pub use load::{Catalog, Loaded, Sections, Template, UserFile};
pub use metric::{Metric, MetricType};
pub use neighbour::{Neighbour, NeighbourKind};
pub use promtool::{Expectation, Firing, Input, Recorded, RecordingTest, Sample, Test};
pub use role::Role;
pub use scrape::{Scrape, ScrapeProtocol};
pub use service::{Exception, Healthcheck, Mount, Propagation, Reload, Resources, Service, Volume};
pub use setting::{Setting, SettingKind};
pub use timezone::timezones;
pub use way::{AskedKey, AskedKind, Way, Ways};

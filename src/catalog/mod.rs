//! What stackgen knows, as data: integrations, conventions, presets and image versions.
//!
//! Everything here is read from TOML files under `presets/`, which are part of the program, and
//! from the user's own integrations and types of receivers, in the same format and with the same
//! checks. No integration and no type of receiver has a name in Rust.

mod absent;
mod alert;
mod built_in;
pub mod codes;
mod convention;
mod dashboard;
mod datasource;
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
mod receiver;
mod role;
mod scrape;
mod service;
mod setting;
mod settings;
mod shelf;
mod template;
mod timezone;
mod user_file;
mod way;

pub use absent::{Absent, AbsentThing};
pub use alert::{Alert, Recording, Runbook, Scope, Signal, Threshold};
pub use convention::{Convention, Signals};
pub use dashboard::{Dashboard, Draw, Panel, PanelType, Query, Step};
pub use datasource::Datasource;
pub use detect::{Detect, DetectSecret, Detected, Kinds, KnownKind};
pub use file::File;
pub use group::Group;
pub use images::{BadVersions, ImagePin, Images, Since, VersionRange};
pub use integration::{Integration, Section};
pub use load::{Catalog, Loaded, LoadedReceiver, Sections};
pub use metric::{Metric, MetricType};
pub use neighbour::{Neighbour, NeighbourKind};
pub use promtool::{Expectation, Firing, Input, Recorded, RecordingTest, Sample, Test};
pub use receiver::{
    AskedKey, AskedKind, Dialect, Dialects, Either, Field, Offer, ReceiverType, Requirement,
};
pub use role::Role;
pub use scrape::{Scrape, ScrapeProtocol};
pub use service::{Exception, Healthcheck, Mount, Propagation, Reload, Resources, Service, Volume};
pub use setting::{Setting, SettingKind, SettingValue};
pub use settings::Settings;
pub use template::Template;
pub use timezone::timezones;
pub use user_file::{UserFile, UserFolder};
pub use way::Way;

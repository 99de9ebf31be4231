//! The small values a spec is made of, each checked once, when it is read.
//!
//! Every type here has one way in, [`Scalar::parse`], and `Display` as the way out, which gives the
//! canonical text. Whatever holds a value of such a type need not check it again.

mod address;
mod cpus;
mod duration;
mod email;
mod glob;
mod host;
mod host_path;
mod image;
mod inet;
mod label;
mod line_ends;
mod memory;
mod metric;
mod name;
mod network;
mod newtype;
mod own_path;
mod param;
mod path;
mod pattern;
mod pids;
mod port;
mod rel_path;
mod scalar;
mod serialize;
mod size;
mod target;
mod text;
mod tier;
mod time_of_day;
mod url;
mod version;

pub use address::HostPort;
pub use cpus::Cpus;
pub use duration::Duration;
pub use email::Email;
pub use glob::Glob;
pub use hex::encode as hex;
pub use host::{BindAddress, Host};
pub use host_path::HostPath;
pub use image::Image;
pub use label::LabelName;
pub use line_ends::{unix_lines, unix_text};
pub use memory::Memory;
pub use metric::MetricName;
pub use name::{AlertName, Key, Name};
pub use network::NetworkName;
pub use own_path::OwnPath;
pub use param::ParamName;
pub use path::{SpecPath, UrlPath};
pub use pattern::{BadPattern, Pattern, Patterns};
pub use pids::Pids;
pub use port::Port;
pub use rel_path::{OWN_FOLDER, RelPath};
pub use scalar::{Invalid, Scalar};
pub use size::Size;
pub use target::ScrapeTarget;
pub use text::{Line, Text};
pub use tier::Tier;
pub use time_of_day::TimeOfDay;
pub use url::Url;
pub use version::Version;

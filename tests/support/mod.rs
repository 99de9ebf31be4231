//! What the integration tests share. A test binary takes it in with
//!
//! ```ignore
//! #[allow(dead_code, reason = "each test binary uses its own part of it")]
//! #[path = "../support/mod.rs"]
//! mod support;
//! ```
//!
//! * [`catalogue`]: what the catalogue says a program emits, against what it does
//! * [`exposition`]: Prometheus's text format
//! * [`tools`]: the real programs (promtool, amtool, docker-compose, ...), provisioned on first use
//! * [`skip`]: the one way to say that a test could not run here
//! * [`session`]: a person at a terminal: what they see, and the keys that they press
//! * [`golden`]: a produced folder against a committed one, byte for byte
//! * [`cases`]: one folder is one case
//! * [`tree`]: a folder as a map of path to bytes
//! * [`draft7`]: JSON Schemas, held against documents
//! * [`diff`]: two texts as a readable unified diff
//! * [`process`]: runs a program to its end, with a deadline
//! * [`rendered`]: a spec's files, through the library
//! * [`unindent`]: texts written inside code

pub(crate) mod cases;
pub(crate) mod catalogue;
pub(crate) mod diff;
pub(crate) mod draft7;
pub(crate) mod exposition;
pub(crate) mod golden;
pub(crate) mod process;
pub(crate) mod rendered;
#[cfg(target_os = "linux")]
pub(crate) mod session;
pub(crate) mod skip;
pub(crate) mod tools;
pub(crate) mod tree;
pub(crate) mod unindent;

pub(crate) mod target;

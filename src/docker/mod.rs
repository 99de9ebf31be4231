//! A stack on a Docker engine: what is wanted, what is there, and the steps from one to the other.
//!
//! [`Engine`] is the way to the engine, [`Project`] a stack as the engine shall have it, [`Seen`] what it
//! has. [`plan()`] finds the steps, and is pure. The only place that knows the engine's interface.

mod address;
mod apply;
mod brief;
mod create;
mod down;
mod engine;
mod error;
mod facts;
mod found;
mod image;
mod label;
mod limits;
mod listener;
mod logs;
mod moment;
mod network;
mod once;
mod others;
mod own_address;
mod owner;
mod plan;
mod port;
mod project;
mod quiet;
mod ready;
mod refused_mount;
mod reload;
mod rollback;
mod secret;
mod secret_command;
mod seen;
mod taken;
#[cfg(test)]
mod tests;
mod transport;
mod trouble;
mod unreachable;
mod whole;

pub use address::Address;
pub use apply::{Applier, Event, Failure};
pub use down::Removal;
pub use engine::Engine;
pub use error::{Error, Problem};
pub use facts::{Facts, NetworkFact, PublishedPort, Special};
pub use found::{Other, Thing};
pub use image::{Image, Progress};
pub use logs::{LogLine, LogsWanted};
pub use once::{Once, Ran};
pub use others::Adopt;
pub use owner::{Claims, Home, Owner};
pub use plan::{Known, Plan, Step, plan};
pub use project::Project;
pub use ready::Unready;
pub use secret::SecretsNow;
pub use seen::{Container, Seen};
pub use taken::{Taken, by_owner, list};
pub use trouble::{Cause, Trouble};

//! A stack on a Docker engine: what is wanted, what is there, and the steps from one to the other.
//!
//! [`Engine`] is the way to the engine. The only place that knows its interface.

mod address;
mod engine;
mod error;
mod facts;
mod moment;

pub use address::Address;
pub use engine::Engine;
pub use error::{Error, Problem};
pub use facts::{Facts, NetworkFact, PublishedPort};

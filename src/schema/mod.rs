//! JSON Schemas (draft 7) for editors: of specs, and of integrations of a user's own.
//!
//! Both come from the types that read the files ([`crate::decode`]). That of specs also knows what
//! is in the catalogue, so that an editor can offer the types of integrations with their settings,
//! the conventions, and the alerts with their thresholds.

mod alerts;
mod apps;
mod integration;
mod integrations;
mod known;
mod preset;
mod spec;
mod walk;

pub use integration::integration;
pub use known::Known;
pub use spec::spec;
pub use walk::{Kind, Walk, kinds};

//! JSON Schemas (draft 7) for editors: of specs, and of integrations and types of receivers of a user's
//! own.
//!
//! All come from the types that read the files ([`crate::decode`]). That of specs also knows what
//! is in the catalogue, so that an editor can offer the types of integrations and receivers with their
//! settings, the conventions, and the alerts with their thresholds.

mod alerts;
mod apps;
mod integrations;
mod known;
mod own_file;
mod preset;
mod receivers;
mod setting;
mod spec;
mod walk;

pub use known::Known;
pub use own_file::{integration, receiver};
pub use spec::spec;
pub use walk::{Kind, Walk, kinds};

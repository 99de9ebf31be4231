//! Diagnostics: what is wrong, where, why, and what to write instead.
//!
//! A stage that finds something wrong adds a [`Diagnostic`] to its [`Diagnostics`] and goes on, so
//! that a user sees everything in one run. Positions are [`Span`]s into [`Sources`], which keeps
//! the text of every file that was read. [`report()`] prints the lot the way `rustc` does, and
//! [`records()`] gives the same to machines.

mod code;
mod diagnostic;
mod json;
mod report;
mod source;
mod suggest;

pub use code::Code;
pub use diagnostic::{Diagnostic, Diagnostics, Label, Severity};
pub use json::records;
pub use report::{Color, report};
pub use source::{Position, Source, SourceId, Sources, Span};
pub use suggest::{closest, is_slip};

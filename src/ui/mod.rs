//! What people see. With [`crate::cli`], the only place that prints.

mod pulls;
mod screen;

pub use pulls::Pulls;
pub use screen::{Format, Screen};

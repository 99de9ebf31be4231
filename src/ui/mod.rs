//! What people see. With [`crate::cli`], the only place that prints.

mod counted;
mod pulls;
mod screen;

pub use counted::counted;
pub use pulls::Pulls;
pub use screen::{Format, Screen};

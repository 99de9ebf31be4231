//! What people see. With [`crate::cli`], the only place that prints.

mod screen;

pub use screen::{Format, Screen};

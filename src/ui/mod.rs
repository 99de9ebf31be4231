//! What people see. With [`crate::cli`], the only place that prints.

mod counted;
mod document;
mod prompt;
mod pulls;
mod question;
mod screen;
mod table;
mod waiting;
mod watch;

pub use counted::counted;
pub use prompt::{Heading, Reply};
pub use pulls::Pulls;
pub use question::Answer;
pub use screen::{Format, Screen};
pub use table::{Cell, Table, Tone};
pub use waiting::Waiting;
pub use watch::Watch;

//! What a running stack's own answers prove of it: one file for each check, all of them pure.
//!
//! Each takes the [`Stack`](crate::stack::Stack), the rendered files and what [`live`](crate::live)
//! was told, and gives an [`Outcome`]. Nothing here asks anybody anything.
//!
//! * [`targets`]: everything that the stack scrapes is scraped, and answers
//! * [`rules`]: every rule is loaded and evaluated
//! * [`running`]: the configuration in force is the rendered one
//! * [`delivery`]: an alert gets from Prometheus to Alertmanager
//! * [`routing`]: an alert of each tier is routed as the spec says
//! * [`panels`]: every panel of every dashboard has data
//! * [`secrets`]: the containers have the secret files as they are now
//! * [`signals`]: each app's series carry the labels and bounds that its rules read
//! * [`receivers`]: a message reaches each receiver

pub mod delivery;
mod outcome;
pub mod panels;
pub mod receivers;
pub mod routing;
pub mod rules;
pub mod running;
mod scrape_error;
pub mod secrets;
mod settings;
pub mod signals;
mod standing;
pub mod targets;
mod variables;

#[cfg(test)]
mod tests;

pub use outcome::{Finding, Outcome};
pub use standing::{Standing, successes};

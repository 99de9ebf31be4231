//! Templates: `{= value =}`, `{% statement %}`, `{# comment #}`, which clash neither with YAML nor
//! with the `{{ }}` of Prometheus and Grafana. The only place that knows minijinja.

mod budget;
mod context;
mod engine;
mod formatter;
mod fuelled;
mod functions;
mod guard;
mod language;
mod samples;
pub mod scalar;

pub use context::Context;
pub use engine::{Engine, TemplateError};

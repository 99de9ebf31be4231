//! Templates: `{= value =}`, `{% statement %}`, `{# comment #}`, which clash neither with YAML nor
//! with the `{{ }}` of Prometheus and Grafana. The only place that knows minijinja.

mod budget;
mod context;
mod emitted;
mod engine;
mod fuelled;
mod functions;
mod guard;
mod language;
mod lines;
mod samples;
mod scalar;
mod scalars;

pub use context::Context;
pub use engine::{Engine, Rendered, TemplateError};
pub use scalar::{block, quote};
pub use scalars::{Kind, Scalars};

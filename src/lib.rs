//! One TOML spec in, a whole monitoring stack out.

pub mod cli;
pub mod catalog;
pub mod decode;
pub mod diag;
pub mod output;
pub mod promql;
pub mod render;
pub mod spec;
pub mod stack;
pub mod template;
pub mod value;

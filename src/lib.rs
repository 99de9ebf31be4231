//! One TOML spec in, a whole monitoring stack out: hardened, complete, and proven.
//!
//! The pipeline, which is also the order of the modules:
//!
//! 1. [`decode`] reads TOML into a tree that knows where everything stands, and into types.
//! 2. [`spec`] has the types of what a user writes, [`catalog`] those of what stackgen knows.
//! 3. [`stack`] resolves both into one model with no option left open.
//! 4. [`check`] finds in it what would not work, and [`diag`] says so.
//! 5. [`render`](mod@render) makes files of it, in memory, and reads them back.
//! 6. [`output`] puts them on disk without ever tearing or losing one.
//!
//! [`pipeline`] is steps 1 to 4 as one function. [`cli`] is the command line, which does all the
//! reading and printing.

pub mod catalog;
pub mod check;
pub mod cli;
pub mod decode;
pub mod diag;
pub mod output;
pub mod pipeline;
pub mod promql;
pub mod render;
pub mod schema;
pub mod spec;
pub mod stack;
pub mod template;
pub mod ui;
pub mod value;

//! One TOML spec in, a whole monitoring stack out: hardened, complete, and proven.
//!
//! ```
//! use stackgen::diag::{Color, report};
//! use stackgen::pipeline::{Input, SpecText, resolve};
//! use stackgen::render::{Place, render};
//!
//! let text = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n".to_owned();
//! let spec = SpecText { name: "stack.toml".to_owned(), text };
//! let resolved = resolve(Input { spec: Some(spec), ..Input::default() });
//!
//! let problems = || report(&resolved.diagnostics, &resolved.sources, Color::Never);
//! let stack = resolved.accepted().ok_or_else(problems)?;
//! let files = render(stack, &Place { to_spec: "..".to_owned() })?;
//!
//! let compose = files.get("docker-compose.monitoring.yml").ok_or("no such file")?;
//! assert!(std::str::from_utf8(compose)?.contains("\nname: "));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The pipeline, which is also the order of the modules:
//!
//! 1. [`decode`] reads TOML into a tree that knows where everything stands, and into types.
//! 2. [`spec`] has the types of what a user writes, [`catalog`] those of what stackgen knows.
//! 3. [`stack`](mod@stack) resolves both into one model with no option left open.
//! 4. [`check`](mod@check) finds in it what would not work, and [`diag`] says so.
//! 5. [`render`](mod@render) makes files of it, in memory, and reads them back.
//! 6. [`output`] puts them on disk without ever tearing or losing one.
//! 7. [`docker`](mod@docker) makes containers of the same model, and waits until they work;
//!    [`doctor`](mod@doctor) says beforehand what would keep them from it.
//! 8. [`verify`](mod@verify) judges what a running stack says of itself; [`live`](mod@live) asks it.
//!
//! [`edit`] changes the text of a spec, and leaves all else in it as it is.
//!
//! [`explain`] has the pages of the documentation on what is reported.
//!
//! What strangers may have written is read through [`folder`]. Whatever is printed goes through [`visible`].
//!
//! [`pipeline`] is steps 1 to 4 as one function. [`cli`] is the command line, which does all the
//! reading and printing; [`schema`] tells editors what may stand in a file, and [`report`] is what
//! machines read of a run.

pub mod catalog;
pub mod check;
pub mod cli;
pub mod decode;
pub mod diag;
pub mod docker;
pub mod doctor;
pub mod edit;
pub mod explain;
pub mod folder;
pub mod graph;
pub mod import;
pub mod init;
pub mod live;
pub mod output;
pub mod pipeline;
pub mod promql;
pub mod render;
pub mod report;
pub mod schema;
pub mod spec;
pub mod stack;
pub mod template;
pub mod ui;
pub mod value;
pub mod verify;
pub mod visible;
pub mod yaml;

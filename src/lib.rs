//! One TOML spec in, a whole monitoring stack out: hardened, complete, and proven.
//!
//! ```
//! use stackgen::catalog::Catalog;
//! use stackgen::decode::{Cx, Decode as _, merge, parse};
//! use stackgen::diag::{Color, Diagnostics, Sources, report};
//! use stackgen::render::Place;
//! use stackgen::spec::Spec;
//! use stackgen::{check, render, stack};
//!
//! let mut sources = Sources::default();
//! let mut problems = Diagnostics::default();
//! let mut catalog = Catalog::default();
//!
//! // Text into a tree, over that of its preset, into types.
//! let text = "version = 1\nname = \"shop\"\n\n[prometheus]\nscrape_interval = \"30s\"\n";
//! let source = sources.add("stack.toml", text);
//! let own = parse(source, &mut sources, &mut problems);
//! let preset = Catalog::preset("minimal", &mut sources, &mut problems).ok_or("no such preset")?;
//! let spec = Spec::decode(&merge(preset, own), &mut Cx::new(&mut sources, &mut problems));
//! let spec = spec.ok_or_else(|| report(&problems, &sources, Color::Never))?;
//!
//! // Spec and catalogue into the model, and the model into files in memory.
//! let stack = stack::build(&spec, &mut catalog, &mut sources, &mut problems);
//! check::check(&stack, &sources, &mut problems);
//! assert!(!problems.has_errors());
//! let files = render::render(&stack, &Place { to_spec: "..".to_owned() })?;
//!
//! let prometheus = std::str::from_utf8(files.get("prometheus/prometheus.yml").ok_or("no file")?)?;
//! assert!(prometheus.contains("scrape_interval: \"30s\""));
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
//!
//! [`cli`] is the command line, which does all the reading and printing; [`schema`] tells editors
//! what may stand in a file.

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

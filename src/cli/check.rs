//! `stackgen check`: everything that can be told without starting anything.

use super::exit::Exit;
use super::load::{self, SpecArgs};
use crate::diag::{self, Severity};
use crate::ui::{Format, Screen};
use serde_json::json;

/// Check the spec and what it renders: references, ports, metrics, labels, thresholds, receivers
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    /// Exit with 1 if there are warnings
    #[arg(long)]
    deny_warnings: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Exit {
    let loaded = match load::load(&args.spec, screen) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    if screen.format() == Format::Json {
        screen.json(&json!({
            "diagnostics": diag::json(&loaded.diagnostics, &loaded.sources),
        }));
    } else {
        screen.diagnostics(&loaded.diagnostics, &loaded.sources);
    }
    if loaded.diagnostics.has_errors() || loaded.stack.is_none() {
        return Exit::Bad;
    }
    let warnings = loaded.diagnostics.count(Severity::Warning);
    if warnings == 0 {
        screen.note("no problems found");
    }
    if warnings > 0 && args.deny_warnings { Exit::No } else { Exit::Done }
}

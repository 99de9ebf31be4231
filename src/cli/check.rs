//! `stackgen check`: everything that can be told without starting anything.

use super::exit::Exit;
use super::load::{self, SpecArgs};
use crate::diag::Severity;
use crate::report::{Checked, Failure};
use crate::ui::Screen;

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
    screen.diagnostics(&loaded.diagnostics, &loaded.sources);
    if let Some(stack) = &loaded.stack {
        let secrets = stack.services.iter().map(|service| service.secrets.len()).sum::<usize>();
        screen.detail(&format!(
            "looked at {}: services: {}, scrape jobs: {}, secret files: {secrets}",
            stack.name,
            stack.services.len(),
            stack.jobs.len(),
        ));
    }
    let warnings = loaded.diagnostics.count(Severity::Warning);
    let errors = loaded.diagnostics.count(Severity::Error);
    screen.result(&Checked { errors, warnings });
    if loaded.diagnostics.has_errors() || loaded.stack.is_none() {
        return Exit::Bad;
    }
    if warnings == 0 {
        screen.summary("no problems found");
    }
    if warnings > 0 && args.deny_warnings {
        screen.keep(Failure::new("there are warnings, and --deny-warnings refuses them"));
        return Exit::No;
    }
    Exit::Done
}

//! `stackgen check`: everything that can be told without starting anything.

use super::failure::Failure;
use super::load::{self, SpecArgs};
use crate::diag::Severity;
use crate::report::{self, Checked, Outcome};
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

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let loaded = load::load(&args.spec, screen)?;
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
        return Err(Failure::said(Outcome::Bad));
    }
    if warnings == 0 {
        screen.summary("no problems found");
    }
    if warnings > 0 && args.deny_warnings {
        let denied = "there are warnings, and --deny-warnings refuses them";
        return Err(Failure::said(Outcome::No).shown(report::Failure::new(denied)));
    }
    Ok(())
}

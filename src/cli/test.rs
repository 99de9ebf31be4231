//! `stackgen test`: every alert's unit tests, by promtool.

use super::exit::Exit;
use super::load::{self, SpecArgs};
use super::render;
use crate::output::{self, Force, Origin};
use crate::ui::Screen;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// Run the unit tests of every alert with promtool
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    /// The promtool to run
    #[arg(long, value_name = "PROGRAM", default_value = "promtool", env = "STACKGEN_PROMTOOL")]
    promtool: OsString,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Exit {
    match try_run(args, screen) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn try_run(args: &Args, screen: &Screen) -> Result<Exit, Exit> {
    let loaded = load::load(&args.spec, screen)?;
    screen.diagnostics(&loaded.diagnostics, &loaded.sources);
    let refused = loaded.diagnostics.has_errors();
    let stack = loaded.stack.as_ref().filter(|_| !refused).ok_or(Exit::Bad)?;
    let folder = tempfile::tempdir().map_err(|error| {
        screen.failed(&format!("no folder for temporary files: {error}"));
        Exit::Failed
    })?;
    let to_spec = render::to_spec(&loaded.folder, folder.path(), screen)?;
    let files = render::files(stack, to_spec, screen)?;
    let origin = Origin::new(env!("CARGO_PKG_VERSION"), &loaded.digest, "");
    output::plan(folder.path(), &files, &origin)
        .and_then(|plan| output::apply(&plan, Force::No))
        .map_err(|error| {
            screen.failed(&error.to_string());
            Exit::Failed
        })?;
    let tests: Vec<_> = files
        .paths()
        .filter(|path| path.as_str().starts_with("prometheus/tests/"))
        .map(|path| path.as_str().to_owned())
        .collect();
    let count = stack.parts.iter().flat_map(|part| &part.alerts).map(|alert| alert.tests.len()).sum::<usize>();
    promtool(&args.promtool, folder.path(), &tests, count, screen)
}

fn promtool(
    program: &OsString,
    folder: &Path,
    tests: &[String],
    count: usize,
    screen: &Screen,
) -> Result<Exit, Exit> {
    let output = Command::new(program).args(["test", "rules"]).args(tests).current_dir(folder).output();
    let output = output.map_err(|error| {
        screen.failed(&format!("cannot run {}: {error}", program.display()));
        screen.hint("promtool comes with Prometheus; name it with --promtool or STACKGEN_PROMTOOL");
        Exit::Failed
    })?;
    if output.status.success() {
        screen.note(&format!("{count} unit tests passed"));
        return Ok(Exit::Done);
    }
    screen.data(&String::from_utf8_lossy(&output.stdout));
    screen.note(&String::from_utf8_lossy(&output.stderr));
    screen.failed("unit tests failed");
    Ok(Exit::No)
}

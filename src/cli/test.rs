//! `stackgen test`: the unit tests of alerts and recording rules, by promtool.

use super::exit::Exit;
use super::load::{self, SpecArgs};
use super::tree;
use crate::output::{self, Force, Origin};
use crate::report::test::Tested;
use crate::ui::Screen;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Run the unit tests of alerts and recording rules with promtool
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
    let Some(stack) = loaded.stack.as_ref().filter(|_| !refused) else {
        return Err(Exit::Bad);
    };
    let folder = tempfile::tempdir().map_err(|error| {
        screen.failed(&format!("no folder for temporary files: {error}"));
        Exit::Failed
    })?;
    let to_spec = tree::to_spec(&loaded.folder, folder.path(), screen)?;
    let files = tree::files(stack, to_spec, screen)?;
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
    let alerts = stack.parts.iter().flat_map(|part| &part.alerts);
    let recordings = stack.parts.iter().flat_map(|part| &part.recordings);
    let count = alerts.map(|alert| alert.tests.len()).sum::<usize>()
        + recordings.map(|rule| rule.tests.len()).sum::<usize>();
    promtool(&args.promtool, folder.path(), &tests, count, screen)
}

fn promtool(
    program: &OsStr,
    folder: &Path,
    tests: &[String],
    count: usize,
    screen: &Screen,
) -> Result<Exit, Exit> {
    let files = tests.to_vec();
    let program = from_here(program);
    let promtool = program.display().to_string();
    let tested =
        Tested { passed: true, tests: count, files, seconds: 0.0, promtool, output: String::new() };
    if tests.is_empty() {
        screen.result(&tested);
        screen.summary("the stack has no unit tests");
        return Ok(Exit::Done);
    }
    screen.detail(&format!("running {} test rules on {} files", program.display(), tests.len()));
    let began = Instant::now();
    let mut command = Command::new(&program);
    let output = command.args(["test", "rules"]).args(tests).current_dir(folder).output();
    let output = output.map_err(|error| {
        screen.failed(&format!("cannot run {}: {error}", program.display()));
        screen.hint("promtool comes with Prometheus; name it with --promtool or STACKGEN_PROMTOOL");
        Exit::Failed
    })?;
    let passed = output.status.success();
    let seconds = began.elapsed().as_secs_f64();
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    screen.result(&Tested { passed, seconds, output: said, ..tested });
    screen.detail(&format!("promtool took {seconds:.1} s"));
    if passed {
        screen.summary(&format!("{count} unit tests passed"));
        return Ok(Exit::Done);
    }
    screen.data(&String::from_utf8_lossy(&output.stdout));
    screen.summary(&String::from_utf8_lossy(&output.stderr));
    screen.failed("unit tests failed");
    Ok(Exit::No)
}

/// A program that is named by a path is meant from the working directory, not from the folder in which
/// it will run.
fn from_here(program: &OsStr) -> PathBuf {
    let path = Path::new(program);
    let named = path.components().count() > 1;
    std::path::absolute(path).ok().filter(|_| named).unwrap_or_else(|| path.to_path_buf())
}

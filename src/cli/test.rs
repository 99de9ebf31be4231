//! `stackgen test`: the unit tests of alerts and recording rules, by promtool.

use super::exit::Exit;
use super::load::{self, SpecArgs};
use super::{promtool_image, tree};
use crate::diag;
use crate::output::{self, Force, Origin};
use crate::ui::{Format, Screen};
use serde_json::json;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Run the unit tests of alerts and recording rules with promtool
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    /// The promtool to run [default: the one on PATH; without one, the one in the Prometheus image]
    #[arg(long, value_name = "PROGRAM", env = "STACKGEN_PROMTOOL")]
    promtool: Option<OsString>,
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
        if screen.format() == Format::Json {
            let diagnostics = diag::json(&loaded.diagnostics, &loaded.sources);
            screen.json(&json!({ "diagnostics": diagnostics }));
        }
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
    if tests.is_empty() {
        screen.note("the stack has no unit tests");
        return Ok(Exit::Done);
    }
    let usual = on_path(OsStr::new(PROMTOOL)).then(|| PROMTOOL.into());
    let said = match args.promtool.clone().or(usual) {
        Some(program) => here(&program, folder.path(), &tests, screen)?,
        None => promtool_image::run(stack, folder.path(), &tests, screen)?,
    };
    Ok(report(&said, count, screen))
}

/// What it is called.
const PROMTOOL: &str = "promtool";

/// What promtool said.
pub(super) struct Said {
    pub(super) passed: bool,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// Runs a program of this machine.
fn here(program: &OsStr, folder: &Path, tests: &[String], screen: &Screen) -> Result<Said, Exit> {
    let mut command = Command::new(from_here(program));
    let output = command.args(["test", "rules"]).args(tests).current_dir(folder).output();
    let output = output.map_err(|error| {
        screen.failed(&format!("cannot run {}: {error}", program.display()));
        screen.hint("promtool comes with Prometheus; name it with --promtool or STACKGEN_PROMTOOL");
        Exit::Failed
    })?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    Ok(Said { passed: output.status.success(), stdout, stderr })
}

fn report(said: &Said, count: usize, screen: &Screen) -> Exit {
    let exit = if said.passed { Exit::Done } else { Exit::No };
    if screen.format() == Format::Json {
        screen.json(&json!({
            "passed": said.passed,
            "tests": count,
            "promtool": format!("{}{}", said.stdout, said.stderr),
        }));
    } else if said.passed {
        screen.note(&format!("{count} unit tests passed"));
    } else {
        screen.data(&said.stdout);
        screen.note(&said.stderr);
        screen.failed("unit tests failed");
    }
    exit
}

/// Whether `PATH` has a program.
fn on_path(program: &OsStr) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A program that is named by a path is meant from the working directory, not from the folder in which
/// it will run.
fn from_here(program: &OsStr) -> PathBuf {
    let path = Path::new(program);
    let named = path.components().count() > 1;
    std::path::absolute(path).ok().filter(|_| named).unwrap_or_else(|| path.to_path_buf())
}

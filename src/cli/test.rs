//! `stackgen test`: the unit tests of alerts and recording rules, by promtool.

use super::duration::duration;
use super::failure::Failure;
use super::load::{self, SpecArgs};
use super::promtool::{Said, too_long};
use super::promtool_child::{self, Ended};
use super::{promtool_image, tree};
use crate::output::{self, Force, Origin};
use crate::report::test::Tested;
use crate::ui::{Format, Screen};
use crate::value;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Run the unit tests of alerts and recording rules with promtool
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    /// The promtool to run [default: the one on PATH; without one, the one in the Prometheus image]
    #[arg(long, value_name = "PROGRAM", env = "STACKGEN_PROMTOOL")]
    promtool: Option<OsString>,

    /// How long promtool may take
    #[arg(long, value_name = "DURATION", default_value = "45s", value_parser = duration)]
    timeout: value::Duration,
}

pub(super) fn run(args: &Args, screen: &'static Screen) -> Result<(), Failure> {
    let (stack, loaded) = load::load(&args.spec, screen)?.accepted()?;
    screen.diagnostics(&loaded.diagnostics, &loaded.sources);
    let failed = |error| Failure::failed(format!("no folder for temporary files: {error}"));
    let folder = tempfile::tempdir().map_err(failed)?;
    let to_spec = tree::to_spec(&loaded.folder, folder.path())?;
    let files = tree::files(&stack, to_spec)?;
    let origin = Origin::new(env!("CARGO_PKG_VERSION"), &loaded.digest, "");
    output::apply(&output::plan(folder.path(), &files, &origin)?, Force::No)?;
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
        let nothing = Said { passed: true, ..Said::default() };
        screen.result(&tested(&nothing, count, tests, 0.0));
        screen.summary("the stack has no unit tests");
        return Ok(());
    }
    let usual = on_path(OsStr::new(PROMTOOL)).then(|| PROMTOOL.into());
    let began = Instant::now();
    let said = match args.promtool.clone().or(usual) {
        Some(program) => here(&program, folder.path(), &tests, args.timeout.into(), screen)?,
        None => promtool_image::run(&stack, folder.path(), &tests, args.timeout.into(), screen)?,
    };
    let seconds = began.elapsed().as_secs_f64();
    screen.detail(&format!("promtool took {seconds:.1} s"));
    screen.result(&tested(&said, count, tests, seconds));
    report(&said, count, screen)
}

/// What it is called.
const PROMTOOL: &str = "promtool";

/// Runs a program of this machine.
fn here(
    program: &OsStr,
    folder: &Path,
    tests: &[String],
    longest: Duration,
    screen: &'static Screen,
) -> Result<Said, Failure> {
    let program = from_here(program);
    screen.detail(&format!("running {} test rules on {} files", program.display(), tests.len()));
    let ended = promtool_child::run(&program, folder, tests, longest, screen);
    let Ended { status, stdout, stderr } = ended.map_err(|error| {
        Failure::failed(format!("cannot run {}: {error}", program.display())).help(
            "promtool comes with Prometheus; set its path with --promtool or STACKGEN_PROMTOOL",
        )
    })?;
    let status = status.ok_or_else(|| too_long(longest))?;
    let promtool = program.display().to_string();
    Ok(Said { promtool, passed: status.success(), stdout, stderr })
}

/// What machines read of it.
fn tested(said: &Said, tests: usize, files: Vec<String>, seconds: f64) -> Tested {
    Tested {
        passed: said.passed,
        tests,
        files,
        seconds,
        promtool: said.promtool.clone(),
        output: format!("{}{}", said.stdout, said.stderr),
    }
}

/// For people.
fn report(said: &Said, count: usize, screen: &Screen) -> Result<(), Failure> {
    if said.passed {
        screen.summary(&format!("{count} unit tests passed"));
        return Ok(());
    }
    screen.data(&said.stdout);
    if screen.format() == Format::Human {
        screen.passage(&said.stderr);
    }
    Err(Failure::no("unit tests failed"))
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

//! The command line: one file per verb, with its arguments and what it does.

mod add;
mod applied;
mod catalog;
mod check;
mod claims;
mod completions;
mod doctor;
mod down;
mod duration;
mod edits;
mod engine;
mod explain;
mod failure;
mod foreign;
mod graph;
mod images;
mod init;
mod interrupt;
mod load;
mod logs;
mod man;
mod needed;
mod own;
mod own_files;
mod place;
mod promtool;
mod promtool_child;
mod promtool_image;
mod reach;
mod reload;
mod remembered;
mod remove;
mod render;
mod revise;
mod schema;
mod secrets;
mod set;
mod shell;
mod status;
mod summary;
mod test;
mod text;
mod tree;
mod turn;
mod up;
mod verify;
mod whose;
mod write;

use crate::report::{self, Outcome};
use crate::ui::{Format, Screen};
use crate::visible;
use clap::{CommandFactory as _, Parser, Subcommand};
use failure::Failure;
use std::ffi::OsStr;
use std::process::ExitCode;

/// Render a whole monitoring stack from one TOML spec: Prometheus, alerts with their tests,
/// Alertmanager, Grafana with dashboards, all hardened, all proven.
#[derive(Debug, Parser)]
#[command(name = "stackgen", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done; 1 the answer is no (drift, failed check, failed test, \
     a stack that does not do what it should); 2 bad usage or bad spec; 3 the environment failed \
     (Docker, disk, network, missing program); 130 interrupted."
)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,

    /// The output format: for people, or one JSON document (`stackgen schema report`)
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// Print errors only
    #[arg(short, long, global = true)]
    quiet: bool,

    /// Print details: which files are read, which programs are queried, how long it takes
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Init(init::Args),
    Render(render::Args),
    Check(check::Args),
    Test(test::Args),
    Up(up::Args),
    Status(status::Args),
    Logs(logs::Args),
    Reload(reload::Args),
    Down(down::Args),
    Doctor(doctor::Args),
    Verify(verify::Args),
    Add(add::Args),
    Remove(remove::Args),
    Set(set::Args),
    Schema(schema::Args),
    Catalog(catalog::Args),
    Graph(graph::Args),
    Explain(explain::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program and says how it ended.
pub fn main() -> ExitCode {
    ended().code().into()
}

fn ended() -> Outcome {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            tell(&error);
            // Help and version are asked for; everything else is bad usage.
            if !error.use_stderr() {
                return Outcome::Done;
            }
            bad_usage(&error);
            return Outcome::Bad;
        }
    };
    // As long as the process: what listens for signals has it as well.
    let screen: &'static Screen =
        Box::leak(Box::new(Screen::new(cli.format, cli.quiet, cli.verbose)));
    let verb = cli.verb.name();
    if let Verb::Verify(_) = cli.verb {
        interrupt::ends(verb, screen, || ());
    }
    let outcome = run(&cli.verb, screen);
    if !(cli.verb.prints_its_own() && outcome == Outcome::Done) {
        screen.finish(Some(verb), outcome);
    }
    outcome
}

/// Runs a verb, and says why it does not do what was asked, if so.
fn run(verb: &Verb, screen: &'static Screen) -> Outcome {
    match verb.run(screen) {
        Ok(()) => Outcome::Done,
        Err(failure) => failure.show(screen),
    }
}

/// Runs another verb after this one, as if its arguments had been typed.
fn also(args: &[&OsStr], screen: &'static Screen) -> Outcome {
    match Cli::try_parse_from([OsStr::new("stackgen")].iter().chain(args)) {
        Ok(cli) => run(&cli.verb, screen),
        Err(error) => {
            tell(&error);
            Outcome::Bad
        }
    }
}

/// Says what is wrong with the arguments, or gives the help that they ask for.
fn tell(error: &clap::Error) {
    // Arguments may be names of files that a stranger chose.
    let said = error.render().to_string();
    let harmless = visible::text(&said);
    if harmless == said {
        let _ = error.print();
    } else {
        Screen::new(Format::Human, false, false).passage(&harmless);
    }
}

/// What machines read of arguments that cannot be read.
fn bad_usage(error: &clap::Error) {
    let args: Vec<_> = std::env::args().collect();
    let json = args.iter().any(|arg| arg == "--format=json")
        || args.windows(2).any(|pair| pair == ["--format", "json"]);
    if json {
        let said = error.to_string();
        let line = said.lines().next().unwrap_or_default();
        let message = line.strip_prefix("error: ").unwrap_or(line);
        let screen = Screen::new(Format::Json, true, false);
        screen.keep(report::Failure::new(message).code("usage"));
        screen.finish(None, Outcome::Bad);
    }
}

impl Verb {
    /// Its name, as machines read it.
    fn name(&self) -> &'static str {
        match self {
            Self::Init(_) => "init",
            Self::Render(_) => "render",
            Self::Check(_) => "check",
            Self::Test(_) => "test",
            Self::Up(_) => "up",
            Self::Status(_) => "status",
            Self::Logs(_) => "logs",
            Self::Reload(_) => "reload",
            Self::Down(_) => "down",
            Self::Verify(_) => "verify",
            Self::Add(_) => "add",
            Self::Remove(_) => "remove",
            Self::Set(_) => "set",
            Self::Schema(_) => "schema",
            Self::Catalog(args) => args.name(),
            Self::Graph(_) => "graph",
            Self::Doctor(_) => "doctor",
            Self::Explain(_) => "explain",
            Self::Completions(_) => "completions",
            Self::Man(_) => "man",
        }
    }

    /// Whether what it prints has a form of its own: a schema, a script, a page.
    fn prints_its_own(&self) -> bool {
        matches!(self, Self::Schema(_) | Self::Graph(_) | Self::Completions(_) | Self::Man(_))
    }

    fn run(&self, screen: &'static Screen) -> Result<(), Failure> {
        match self {
            Self::Init(args) => init::run(args, screen),
            Self::Render(args) => render::run(args, screen),
            Self::Check(args) => check::run(args, screen),
            Self::Test(args) => test::run(args, screen),
            Self::Up(args) => up::run(args, screen),
            Self::Status(args) => status::run(args, screen),
            Self::Logs(args) => logs::run(args, screen),
            Self::Reload(args) => reload::run(args, screen),
            Self::Down(args) => down::run(args, screen),
            Self::Verify(args) => verify::run(args, screen),
            Self::Add(args) => add::run(args, screen),
            Self::Remove(args) => remove::run(args, screen),
            Self::Set(args) => set::run(args, screen),
            Self::Schema(args) => schema::run(args, screen),
            Self::Catalog(args) => catalog::run(args, screen),
            Self::Graph(args) => graph::run(args, screen),
            Self::Doctor(args) => doctor::run(args, screen),
            Self::Explain(args) => explain::run(args, screen),
            Self::Completions(args) => {
                completions::run(args, Cli::command(), screen);
                Ok(())
            }
            Self::Man(args) => man::run(args, Cli::command(), screen),
        }
    }
}

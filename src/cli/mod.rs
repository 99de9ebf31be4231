//! The command line: one file per verb, with its arguments and what it does.

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
mod exit;
mod foreign;
mod images;
mod load;
mod logs;
mod man;
mod own;
mod place;
mod promtool_image;
mod reach;
mod reload;
mod remembered;
mod render;
mod schema;
mod secrets;
mod shell;
mod status;
mod summary;
mod test;
mod tree;
mod up;
mod verify;
mod whose;
mod write;

use crate::ui::{Format, Screen};
use clap::{CommandFactory as _, Parser, Subcommand};
use exit::Exit;
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

    /// How results are reported
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// Say less: errors only
    #[arg(short, long, global = true)]
    quiet: bool,

    /// Say more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Render(render::Args),
    Check(check::Args),
    Test(test::Args),
    Up(up::Args),
    Status(status::Args),
    Logs(logs::Args),
    Reload(reload::Args),
    Down(down::Args),
    Verify(verify::Args),
    Schema(schema::Args),
    Catalog(catalog::Args),
    Doctor(doctor::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program and says how it ended.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are asked for; everything else is bad usage.
            let exit = if error.use_stderr() { Exit::Bad } else { Exit::Done };
            let _ = error.print();
            return exit.into();
        }
    };
    let screen = Screen::new(cli.format, cli.quiet, cli.verbose);
    let exit = match &cli.verb {
        Verb::Render(args) => render::run(args, &screen),
        Verb::Check(args) => check::run(args, &screen),
        Verb::Test(args) => test::run(args, &screen),
        Verb::Up(args) => up::run(args, &screen),
        Verb::Status(args) => status::run(args, &screen),
        Verb::Logs(args) => logs::run(args, &screen),
        Verb::Reload(args) => reload::run(args, &screen),
        Verb::Down(args) => down::run(args, &screen),
        Verb::Verify(args) => verify::run(args, &screen),
        Verb::Schema(args) => schema::run(args, &screen),
        Verb::Catalog(args) => catalog::run(args, &screen),
        Verb::Doctor(args) => doctor::run(args, &screen),
        Verb::Completions(args) => completions::run(args, Cli::command(), &screen),
        Verb::Man(args) => man::run(args, Cli::command(), &screen),
    };
    exit.into()
}

//! The flags, of which every question has one.

use crate::catalog::{Catalog, Way};
use crate::decode::Listed;
use crate::diag::{Diagnostics, Sources};
use crate::init;
use crate::ui::{Format, Screen};
use crate::value::Name;
use clap::{Arg, ArgMatches, Command, Error, FromArgMatches};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Write a spec: look at the application's Compose file, ask what remains, and show what it writes
///
/// Every question has a flag. Without a terminal, and with --yes, nothing is asked: stackgen takes
/// the defaults, and lists them. A spec that is there already is not overwritten: what is new is added to it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  stackgen init\n  stackgen init --yes --metrics api --convention api=express\n  \
    stackgen init --from-compose compose.yaml --from-compose compose.prod.yaml"
)]
pub(in crate::cli) struct Args {
    /// The folder of the spec [default: the working directory]
    #[arg(value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,

    /// The application's Compose file; repeat it to merge several, as with `docker compose -f`
    /// [default: what Compose itself finds in DIR or above]
    #[arg(long, value_name = "FILE")]
    pub(super) from_compose: Vec<PathBuf>,

    /// Ask nothing: take the defaults
    #[arg(short, long)]
    pub(super) yes: bool,

    /// Show the plan and the files, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,

    /// What to do after writing [default: nothing; at a terminal, it asks]
    #[arg(long, value_enum)]
    pub(super) then: Option<Then>,

    /// The Compose services to monitor; `none` for none of them [default: all that are recognised]
    #[arg(long, value_name = "SERVICE", value_delimiter = ',', help_heading = ANSWERS)]
    monitor: Option<Vec<String>>,

    /// The apps that expose Prometheus metrics [default: none]
    #[arg(long, value_name = "APP", value_delimiter = ',', help_heading = ANSWERS)]
    metrics: Option<Vec<String>>,

    /// Where the metrics of an app are: `api=8080`, `api=8080/actuator/prometheus`
    #[arg(long, value_name = "APP=PORT[/PATH]", value_delimiter = ',', help_heading = ANSWERS)]
    metrics_at: Option<Vec<String>>,

    /// The library that makes an app's HTTP metrics: `api=express`; without a name, for all apps
    #[arg(long, value_name = "[APP=]CONVENTION", value_delimiter = ',', help_heading = ANSWERS)]
    convention: Option<Vec<String>>,

    /// The stack's name [default: the application's, then -monitoring]
    #[arg(long, value_name = "NAME", help_heading = ANSWERS)]
    name: Option<String>,

    /// How alerts reach you: a type of receiver, `none`, or one for each tier
    #[arg(long, value_name = "[TIER=]TYPE", value_delimiter = ',', help_heading = ANSWERS)]
    receiver: Option<Vec<String>>,

    #[command(flatten)]
    details: Details,

    /// The time zone of the working hours [default: this machine's]
    #[arg(long, value_name = "ZONE", help_heading = ANSWERS)]
    timezone: Option<String>,

    /// The working hours, Monday to Friday [default: 09:00-18:00]
    #[arg(long, value_name = "FROM-TO", help_heading = ANSWERS)]
    working_hours: Option<String>,

    /// The preset to start from: minimal, standard or production [default: standard]
    #[arg(long, value_name = "PRESET", help_heading = ANSWERS)]
    preset: Option<String>,
}

const ANSWERS: &str = "Answers";

/// What to do after writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Then {
    /// Nothing
    Nothing,
    /// Render the stack's files
    Render,
    /// Render them, and launch the stack
    Up,
}

impl Args {
    /// Whether there is a person who can be asked.
    pub(super) fn may_ask(&self, screen: &Screen) -> bool {
        let ci =
            std::env::var_os("CI").is_some_and(|it| !it.is_empty() && it != "false" && it != "0");
        screen.can_ask() && screen.format() == Format::Human && !self.yes && !ci
    }

    /// The answers that flags give.
    pub(super) fn given(&self) -> BTreeMap<String, Vec<String>> {
        let one = |value: &Option<String>| value.clone().map(|it| vec![it]);
        let answers = [
            ("monitor", self.monitor.clone()),
            ("metrics", self.metrics.clone()),
            ("metrics-at", self.metrics_at.clone()),
            ("convention", self.convention.clone()),
            ("name", one(&self.name)),
            ("receiver", self.receiver.clone()),
            ("timezone", one(&self.timezone)),
            ("working-hours", one(&self.working_hours)),
            ("preset", one(&self.preset)),
        ];
        let answers = answers.into_iter().filter_map(|(flag, it)| Some((flag.to_owned(), it?)));
        answers.chain(self.details.0.clone()).collect()
    }
}

/// The flags for what receivers ask for: from the catalogue.
#[derive(Clone, Debug, Default)]
struct Details(BTreeMap<String, Vec<String>>);

impl clap::Args for Details {
    fn augment_args(command: Command) -> Command {
        // Only who runs the wizard needs the catalogue.
        command.defer(with_details)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn with_details(command: Command) -> Command {
    let ways = ways();
    let names = || ways.iter().map(|(name, _)| name.as_str());
    let command = command.mut_arg("receiver", |arg| {
        let help = arg.get_help().cloned().unwrap_or_default();
        let default = names().next().unwrap_or_default();
        arg.help(format!("{help}: `{}` [default: {default}]", init::tiers_example(names())))
    });
    init::flags(&ways).into_iter().fold(command, |command, flag| {
        let arg = Arg::new(flag.name.clone())
            .long(flag.name)
            .value_name(flag.example)
            .allow_hyphen_values(true)
            .help_heading(ANSWERS)
            .help(flag.help);
        command.arg(arg)
    })
}

impl FromArgMatches for Details {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = init::flags(&ways()).into_iter().filter_map(|flag| {
            let value = matches.get_one::<String>(&flag.name)?.clone();
            Some((flag.name, vec![value]))
        });
        Ok(Self(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn ways() -> Listed<Name, Way> {
    Catalog::ways(&mut Sources::default(), &mut Diagnostics::default())
}

//! `stackgen verify`: a running stack, proven by what Prometheus and Alertmanager say of it.

mod held;
mod look;
mod probe;
mod report;

use super::duration::duration;
use super::failure::Failure;
use super::load;
use super::reach;
use super::tree::{self, TreeArgs};
use crate::live::{BaseUrl, Given, Patience, Problem};
use crate::stack::Stack;
use crate::ui::{Screen, Waiting};
use crate::value::Duration;
use crate::verify::{Outcome, secrets};
use look::Looker;
use std::time;

/// How often a running stack is asked again while something is waited for.
const PAUSE: time::Duration = time::Duration::from_secs(1);

/// Prove a running stack: targets, rules, configuration, panels, and an alert from end to end
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    tree: TreeArgs,

    /// The address of Prometheus [default: the port that the stack publishes on this host, or else its container's own address]
    #[arg(long, value_name = "URL")]
    prometheus: Option<BaseUrl>,

    /// The address of Alertmanager [default: the port that the stack publishes on this host, or else its container's own address]
    #[arg(long, value_name = "URL")]
    alertmanager: Option<BaseUrl>,

    /// How long to wait for what a stack shows only after a while: `0`, `5m` [default: three scrapes, two evaluations and 90s]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    wait: Option<Duration>,

    /// Send one real message, marked as a test, to each receiver
    #[arg(long)]
    receiver_test: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let (stack, loaded) = load::load(&args.tree.spec, screen)?.accepted()?;
    let stack = &stack;
    // What is verified does not depend on where the files are.
    let files = tree::files(stack, "..".to_owned())?;
    let given =
        Given { prometheus: args.prometheus.clone(), alertmanager: args.alertmanager.clone() };
    let project = args.tree.project(stack, &loaded.folder)?;
    let addresses = reach::find(stack, &project.home(), given)?;
    screen.detail(&format!("asking Prometheus at {}", addresses.prometheus));
    if let Some(alertmanager) = &addresses.alertmanager {
        screen.detail(&format!("asking Alertmanager at {alertmanager}"));
    }
    let began = time::Instant::now();
    let looker = Looker::new(stack, &files, &addresses);
    let mut outcomes = settled(args, stack, &looker, screen)?;
    outcomes.insert(outcomes.len() - 1, probe::routing(&looker));
    outcomes.push(secrets::judge(stack, &held::ask(&project)));
    if args.receiver_test {
        outcomes.push(probe::receivers(&looker, screen));
    }
    screen.detail(&format!("all was asked after {:.1} s", began.elapsed().as_secs_f64()));
    let usual = usual_wait(stack);
    let may_heal =
        args.wait.is_some_and(|wait| wait < usual) && outcomes.iter().any(Outcome::may_heal);
    report::show(&addresses, &outcomes, screen).map_err(|failure| {
        let time = format!("some of this may only need time: stackgen verify --wait {usual}");
        if may_heal { failure.help(time) } else { failure }
    })
}

/// Long enough for a stack that has just been started: a rate needs two scrapes, which begin at a
/// moment of each target's own; rules read what was scraped, and other rules read theirs; and an alert
/// that fired before Prometheus had found Alertmanager is sent again after a minute
/// (`--rules.alert.resend-delay`).
fn usual_wait(stack: &Stack) -> Duration {
    let settings = &stack.prometheus;
    let scrape = stack.jobs.iter().filter_map(|job| Some(job.interval.as_ref()?.value)).max();
    let scrape = scrape.unwrap_or(*settings.scrape_interval).max(*settings.scrape_interval);
    Duration::from_millis(3 * scrape.millis() + 2 * settings.evaluation_interval.millis() + 90_000)
}

/// Looks until everything is fine, until waiting can change nothing any more, or until time is over.
fn settled(
    args: &Args,
    stack: &Stack,
    looker: &Looker<'_>,
    screen: &Screen,
) -> Result<Vec<Outcome>, Failure> {
    let patience = Patience::of(args.wait.unwrap_or_else(|| usual_wait(stack)).into());
    let waiting = Waiting::new(screen);
    loop {
        let looked = looker.look();
        let waiting_for = match &looked {
            Ok(outcomes) => report::waiting_for(outcomes),
            // Nobody is there yet: that is waited for only where the user says so.
            Err(error) => {
                let waits = error.problem == Problem::NotReady
                    || error.problem == Problem::Unreachable && args.wait.is_some();
                waits.then(|| error.to_string())
            }
        };
        let left = patience.left();
        match waiting_for.filter(|_| !left.is_zero()) {
            None => {
                return looked
                    .map_err(|error| Failure::failed(error.to_string()).help(error.help()));
            }
            Some(what) => {
                let kinds: Vec<_> = looked.iter().flatten().filter(|it| it.may_heal()).collect();
                let kinds: Vec<_> = kinds.iter().map(|it| it.name).collect();
                waiting.on(left.as_millis().div_ceil(1000), &kinds, &what);
            }
        }
        patience.pause(PAUSE);
    }
}

//! `stackgen status`: how the stack is.

mod row;
mod watched;

use super::duration::duration;
use super::engine::{self, connect};
use super::failure::Failure;
use super::remembered::{self, RELOADED};
use super::tree::{TreeArgs, Wanted};
use super::whose;
use crate::docker::{Engine, Error, Known, Plan, Project, Seen, plan};
use crate::report::status::Status;
use crate::report::{self, Outcome};
use crate::stack::{Role, Service};
use crate::ui::{Format, Screen, Table, Waiting, Watch};
use crate::value::Duration;
use row::Row;
use std::collections::BTreeMap;
use std::time::{self, Instant};
use watched::Watched;

/// How often --watch and --wait look.
const PAUSE: time::Duration = time::Duration::from_secs(2);

/// Show the state of the running stack: services, differences from the spec, targets, firing alerts
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exits with 1 if a service does not run, is unhealthy or differs from the spec, if a \
    target is down or has not been scraped yet, or if an alert fires, other than the heartbeat. If Prometheus cannot \
    be reached, status says so; that alone does not change the exit code."
)]
pub(super) struct Args {
    #[command(flatten)]
    tree: TreeArgs,

    /// Refresh every two seconds, until Ctrl-C
    #[arg(short, long)]
    watch: bool,

    /// Wait until all is well, but at most this long: `1m`
    #[arg(long, value_name = "DURATION", value_parser = duration, conflicts_with = "watch")]
    wait: Option<Duration>,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    engine::run_reading(async || status(args, screen).await)
}

async fn status(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let wanted = Wanted::load(&args.tree, screen)?;
    let project = wanted.project()?;
    let engine = connect(screen).await?;
    let look =
        async || State::look(&engine, &project, remembered::read(&wanted.dir, RELOADED)).await;
    let state = look().await?;
    if args.watch {
        return Err(watch(&project, state, look, screen).await.into());
    }
    let wait = args.wait.map_or(time::Duration::ZERO, Into::into);
    let state = settled(state, wait, look, screen).await;
    let state = state?;
    screen.result(&state.record(&project));
    if screen.format() == Format::Human {
        state.show(&project, screen);
    }
    let unwell = state.unwell().map(report::Failure::new);
    unwell.map_or(Ok(()), |why| Err(Failure::said(Outcome::No).shown(why)))
}

/// Looks again and again, until an interrupt ends it or the engine does not answer any more.
async fn watch(
    project: &Project<'_>,
    mut state: State,
    look: impl AsyncFn() -> Result<State, Error>,
    screen: &Screen,
) -> Error {
    let people = screen.format() == Format::Human;
    let mut view = people.then(|| Watch::new(screen));
    loop {
        match &mut view {
            Some(view) => view.draw("every 2 s; Ctrl-C ends", || state.show(project, screen)),
            None => screen.line(&state.record(project)),
        }
        tokio::time::sleep(PAUSE).await;
        state = match look().await {
            Ok(state) => state,
            Err(error) => return error,
        };
    }
}

/// Looks until all is well or time is over.
async fn settled(
    mut state: State,
    wait: time::Duration,
    look: impl AsyncFn() -> Result<State, Error>,
    screen: &Screen,
) -> Result<State, Error> {
    let over = Instant::now() + wait;
    let waiting = Waiting::new(screen);
    while let Some(why) = state.unwell() {
        let left = over.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        waiting.on(left.as_millis().div_ceil(1000), &[&why], &why);
        tokio::time::sleep(PAUSE.min(left)).await;
        state = look().await?;
    }
    Ok(state)
}

/// How a stack is.
struct State {
    rows: Vec<Row>,
    orphans: Vec<String>,
    /// What Prometheus says, or why it cannot be reached.
    watched: Result<Watched, String>,
    /// What the engine has, of the stack and of others.
    seen: Seen,
}

impl State {
    async fn look(
        engine: &Engine,
        project: &Project<'_>,
        reloaded: BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        let seen = engine.look(&project.home()).await?;
        let mut images = BTreeMap::new();
        for service in &project.stack.services {
            let name = service.image.to_string();
            if let Some(image) = engine.image(&name).await? {
                images.insert(name, image.id);
            }
        }
        let secrets = engine.secrets_now(project.stack, &project.spec_folder, &seen).await?;
        let known = Known { images, reloaded, secrets, remove_orphans: false };
        let mut state = Self::of(&plan(project, &seen, &known), seen);
        // Where it does not run, another stack's may answer at its address.
        let mut collectors = project.stack.with_role(Role::Metrics);
        let runs = |one: &Service| state.seen.of(one.name.as_str()).any(|it| it.running);
        if collectors.any(runs) {
            state.watched = watched::look(project.stack, &project.home(), engine).await;
        }
        Ok(state)
    }

    fn of(plan: &Plan, seen: Seen) -> Self {
        let rows = plan.steps.iter().filter_map(|step| Some(Row::of(step, step.service()?, &seen)));
        let orphans = plan.orphans.iter().map(|one| one.name.clone());
        let watched = Err("it does not run".to_owned());
        Self { rows: rows.collect(), orphans: orphans.collect(), watched, seen }
    }

    /// Why not all is well, in one line. Nothing if everything runs, is healthy as far as that is known,
    /// and is what the spec says; and, as far as Prometheus can be asked, every target answers and no
    /// alert fires.
    fn unwell(&self) -> Option<String> {
        let rows: Vec<_> = self.rows.iter().filter(|row| !row.is_well()).collect();
        let names: Vec<_> = rows.iter().map(|row| row.service.as_str()).collect();
        let services = (!names.is_empty()).then(|| format!("not well: {}", names.join(", ")));
        let watched = self.watched.as_ref().ok().and_then(Watched::unwell);
        let parts: Vec<_> = services.into_iter().chain(watched).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn record(&self, project: &Project<'_>) -> Status {
        Status {
            well: self.unwell().is_none(),
            services: self.rows.iter().map(Row::record).collect(),
            orphans: self.orphans.clone(),
            others: whose::records(&self.seen, project),
            prometheus: self.watched.as_ref().ok().map(Watched::record),
            prometheus_error: self.watched.as_ref().err().cloned(),
        }
    }

    fn show(&self, project: &Project<'_>, screen: &Screen) {
        let mut table = Table::new(Row::HEAD).may_leave_out(if screen.is_verbose() {
            &[]
        } else {
            &[Row::IMAGE]
        });
        for row in &self.rows {
            table.row(row.cells());
        }
        screen.print_table(&table);
        match &self.watched {
            Ok(watched) => watched.show(screen),
            Err(error) => screen.note(&format!(
                "cannot determine which targets are up and which alerts fire: {error}"
            )),
        }
        if !self.orphans.is_empty() {
            screen.note(&format!("no longer part of the stack: {}", self.orphans.join(", ")));
        }
        if self.rows.iter().any(|row| row.why.is_some()) {
            screen.hint("to apply the spec: stackgen up");
        }
        if let Ok(watched) = &self.watched {
            watched.hints(screen);
        }
        whose::note(&self.seen, project, screen);
    }
}

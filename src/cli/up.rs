//! `stackgen up`: the stack on the Docker engine.

use super::duration::duration;
use super::engine::{self, Interrupted, Interrupts, connect, warn_elsewhere};
use super::failure::Failure;
use super::foreign::Foreign;
use super::place::folder;
use super::remembered::{self, RELOADED};
use super::tree::{TreeArgs, Wanted};
use super::turn::{self, Turn};
use super::{applied, claims, edits, images, needed, secrets, summary, whose, write};
use crate::docker::{self, Adopt, Applier, Engine, Event, Known, Plan, Project, Seen, Step, plan};
use crate::output::{self, Snapshot};
use crate::report::Outcome;
use crate::ui::{Screen, counted};
use crate::value::Duration;
use std::collections::BTreeMap;
use std::time::Instant;

/// Render the stack and launch it on Docker; recreate only what changed
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Args {
    #[command(flatten)]
    tree: TreeArgs,

    /// Show what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,

    /// When to pull images
    #[arg(long, value_enum, default_value_t = images::Policy::Missing)]
    pull: images::Policy,

    /// How long to wait until the services work
    #[arg(long, value_name = "DURATION", default_value = "2m", value_parser = duration)]
    timeout: Duration,

    /// Do not wait until the services work
    #[arg(long)]
    no_wait: bool,

    /// When a service does not work, leave everything as it is, to inspect it
    #[arg(long)]
    no_rollback: bool,

    /// Remove containers of services that are no longer in the stack
    #[arg(long)]
    remove_orphans: bool,

    /// Take over the containers and data of this stack's former folder
    #[arg(long)]
    adopt: bool,

    /// Overwrite files that were edited by hand
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    engine::run(async |interrupts| up(args, screen, interrupts).await)
}

async fn up(args: &Args, screen: &Screen, interrupts: &mut Interrupts) -> Result<(), Failure> {
    let began = Instant::now();
    let wanted = Wanted::load(&args.tree, screen)?;
    // Who only looks need not wait.
    let turn =
        if args.dry_run { None } else { Some(turn::take(&wanted, interrupts, screen).await?) };
    let project = wanted.project()?;
    let prepared = interrupts.unless(prepare(args, turn.as_ref(), &wanted, &project, screen)).await;
    let interrupted = |Interrupted| Failure::interrupted("interrupted; nothing was started");
    let prepared = prepared.map_err(interrupted)??;
    if args.dry_run {
        return foreseen(&wanted, &project, &prepared, screen);
    }
    let launch = {
        let (wanted, project, prepared, turn) = (&wanted, &project, &prepared, turn.as_ref());
        Launch { args, turn, wanted, project, prepared, screen }
    };
    launch.launch(interrupts).await?;
    let launched = applied::Launched {
        engine: &prepared.engine,
        project: &project,
        plan: &prepared.plan,
        dir: &wanted.dir,
        patience: args.timeout.into(),
    };
    let refused = Box::pin(applied::put_in_force(&launched, interrupts, screen)).await?;
    let done = summary::Done {
        plan: &prepared.plan,
        secrets: &prepared.secrets,
        refused: &refused,
        took: began.elapsed(),
    };
    summary::up(&project, &done, screen);
    if refused.is_empty() { Ok(()) } else { Err(Failure::said(Outcome::No)) }
}

/// What would be done.
fn foreseen(
    wanted: &Wanted,
    project: &Project<'_>,
    prepared: &Prepared,
    screen: &Screen,
) -> Result<(), Failure> {
    let files = output::plan(&wanted.dir, &wanted.files, &wanted.origin)?.report();
    let foreseen = summary::Foreseen {
        dir: &wanted.dir,
        files: &files,
        secrets: &prepared.secrets,
        pulls: &prepared.pulls,
        plan: &prepared.plan,
    };
    summary::dry_run(project, &foreseen, screen);
    Ok(())
}

/// All that is known before anything is changed.
struct Prepared {
    engine: Engine,
    before: Seen,
    known: Known,
    images: images::Images,
    /// The images that would be pulled, were this no dry run.
    pulls: Vec<String>,
    plan: Plan,
    secrets: secrets::Secrets,
}

async fn prepare(
    args: &Args,
    turn: Option<&Turn>,
    wanted: &Wanted,
    project: &Project<'_>,
    screen: &Screen,
) -> Result<Prepared, Failure> {
    let engine = connect(screen).await?;
    warn_elsewhere(&engine, screen);
    let mut before = turn::look(turn, &engine, project, screen).await?;
    if args.adopt {
        whose::adopt(&mut before, project, Adopt::Unlabelled, screen);
    }
    whose::refuse(&before, project)?;
    needed::networks(project, &before)?;
    needed::data_folder(&engine, project).await?;
    unedited(args, wanted, screen)?;
    let secrets = secrets::provide(project, !args.dry_run, screen)?;
    let (images, pulls) = if args.dry_run {
        images::foresee(&engine, project, args.pull).await?
    } else {
        (images::provide(&engine, project, args.pull, screen).await?, vec![])
    };
    let known = Known {
        secrets: engine.secrets_now(project.stack, &project.spec_folder, &before).await?,
        images: images.iter().map(|(name, image)| (name.clone(), image.id.clone())).collect(),
        reloaded: remembered::read(&wanted.dir, RELOADED),
        remove_orphans: args.remove_orphans,
    };
    let plan = plan(project, &before, &known);
    Ok(Prepared { engine, before, known, images, pulls, plan, secrets })
}

/// Files that were edited by hand are not overwritten, and what would fail for them does not begin.
fn unedited(args: &Args, wanted: &Wanted, screen: &Screen) -> Result<(), Failure> {
    let plan = output::plan(&wanted.dir, &wanted.files, &wanted.origin)?;
    if args.force {
        return Ok(());
    }
    output::refused(&plan).map_err(|error| {
        edits::show(&plan, &args.tree, screen);
        Failure::from(error).note("nothing was started")
    })
}

struct Launch<'a> {
    args: &'a Args,
    turn: Option<&'a Turn>,
    wanted: &'a Wanted,
    project: &'a Project<'a>,
    prepared: &'a Prepared,
    screen: &'a Screen,
}

impl Launch<'_> {
    async fn launch(&self, interrupts: &mut Interrupts) -> Result<(), Failure> {
        let Prepared { engine, plan, .. } = self.prepared;
        let screen = self.screen;
        let files = Snapshot::take(&self.wanted.dir);
        let foreign = self.write_files()?;
        self.turn.inspect(|turn| turn.begin());
        if !plan.orphans.is_empty() {
            let names: Vec<_> = plan.orphans.iter().map(|one| one.name.as_str()).collect();
            screen.note(&format!("no longer part of the stack: {}", names.join(", ")));
            screen.hint("remove them with --remove-orphans");
        }
        let listener = |event: &Event<'_>| self.say(event);
        let patience = (!self.args.no_wait).then(|| self.args.timeout.into());
        let applier = Applier {
            engine,
            project: self.project,
            images: &self.prepared.images,
            patience,
            listener: &listener,
        };
        let stopped = match interrupts.unless(applier.apply(plan)).await {
            Ok(Ok(())) => None,
            // Nobody waits for the rollback to hear of it.
            Ok(Err(failure)) => Some(failed(&failure, &foreign).show(screen)),
            Err(Interrupted) => Some(Outcome::Interrupted),
        };
        if let Some(stopped) = stopped {
            return Err(self.back(stopped, files.as_ref(), interrupts).await);
        }
        // Everything works: what was replaced may go, and an interrupt only delays that.
        let finished = interrupts.unless(applier.finish(plan)).await;
        finished.map_err(|Interrupted| {
            Failure::interrupted("interrupted; the new stack runs, and the next `stackgen up` removes what is left of the old one")
        })??;
        self.remember();
        claims::remember(&self.wanted.dir, &self.prepared.before, screen);
        Ok(())
    }

    /// Writes the files, and says what else is loaded with them.
    fn write_files(&self) -> Result<Foreign, Failure> {
        let Wanted { dir, files, origin, .. } = self.wanted;
        let plan = output::plan(dir, files, origin)?;
        let foreign = Foreign::find(self.wanted)?;
        let report = write::files(&plan, self.args.force, &self.args.tree, self.screen)?;
        let changed = report.created.len() + report.updated.len() + report.removed.len();
        if changed > 0 {
            let files = counted(changed, "file");
            self.screen.note(&format!("{files} written to {}", folder(dir)));
        }
        foreign.warn(self.screen);
        Ok(foreign)
    }

    fn say(&self, event: &Event<'_>) {
        match event {
            Event::Begins(step) if self.screen.is_verbose() => {
                self.screen.note(&format!("  {step} ..."));
            }
            Event::Begins(_) => {}
            Event::Done(step) => self.screen.note(&format!("  {}", summary::done(step))),
            Event::Ready(service) => self.screen.note(&format!("  {service} works")),
        }
    }

    /// Puts back what was there, unless the user wants to look at the ruins.
    async fn back(
        &self,
        stopped: Outcome,
        files: Option<&Snapshot>,
        interrupts: &mut Interrupts,
    ) -> Failure {
        let failure = Failure::said(stopped);
        let look = if stopped == Outcome::Interrupted {
            self.screen.note(
                "interrupted; restoring the previous state (press Ctrl-C again to stop at once)",
            );
            ""
        } else if self.args.no_rollback {
            self.prepared.engine.settled().await;
            return failure.note("left as it is; the next `stackgen up` goes on from here, `stackgen down` removes it");
        } else {
            " (--no-rollback leaves everything as it is, to inspect it)"
        };
        match interrupts.unless(self.restore(files)).await {
            Err(Interrupted) => Failure::interrupted(
                "stopped at once; the next `stackgen up` or `stackgen down` cleans up",
            ),
            Ok(Err(more)) => failure.and(more).note("stackgen could not restore everything; the next `stackgen up` or `stackgen down` cleans up"),
            Ok(Ok(())) if self.prepared.before.containers.is_empty() => {
                failure.note(format!("removed what was started; volumes stay{look}"))
            }
            Ok(Ok(())) => failure.note(format!("restored the previous stack{look}")),
        }
    }

    async fn restore(&self, files: Option<&Snapshot>) -> Result<(), Failure> {
        let Prepared { engine, before, plan, .. } = self.prepared;
        // First the files: what is started again reads them.
        if let Some(files) = files {
            files.restore(&self.wanted.dir)?;
        }
        engine.restore(self.project, before).await?;
        for step in &plan.steps {
            if let Step::Reload { service, container } = step
                && let Some(service) = self.project.service(service)
                && let Some(reload) = &service.reload
            {
                engine.reload(container, service, reload).await?;
            }
        }
        Ok(())
    }

    /// Remembers which files the reloaded containers have read.
    fn remember(&self) {
        let known = &self.prepared.known.reloaded;
        let mut now = BTreeMap::new();
        for step in &self.prepared.plan.steps {
            let (Step::Reload { service, container } | Step::Leave { service, container }) = step
            else {
                continue;
            };
            let read = match step {
                Step::Reload { .. } => self.project.files.get(service),
                _ => known.get(&container.id),
            };
            now.extend(read.map(|read| (container.id.clone(), read.clone())));
        }
        if let Err(error) = remembered::write(&self.wanted.dir, RELOADED, &now) {
            self.screen.note(&format!(
                "cannot remember what was reloaded, so the next run does it again: {error}"
            ));
        }
    }
}

/// Why a step was not done.
fn failed(failure: &docker::Failure, foreign: &Foreign) -> Failure {
    match failure {
        docker::Failure::Refused { service, error } => {
            let service = service.as_deref().unwrap_or_default();
            let cause = foreign.cause(service, &error.to_string(), error.cause().as_ref());
            engine::refused(error, cause)
        }
        docker::Failure::Broken(trouble) => {
            let log = trouble.log.join("\n");
            let cause = foreign.cause(&trouble.service, &log, trouble.cause.as_ref());
            engine::trouble(trouble, cause.as_ref())
        }
    }
}

//! `stackgen up`: the stack on the Docker engine.

use super::duration::duration;
use super::engine::{self, Interrupted, Interrupts, connect, engine_error, warn_elsewhere};
use super::exit::Exit;
use super::foreign::Foreign;
use super::place::folder;
use super::remembered::{self, RELOADED};
use super::tree::{TreeArgs, Wanted, output_error};
use super::turn::{self, Turn};
use super::{applied, claims, edits, images, needed, secrets, summary, whose, write};
use crate::docker::{
    Adopt, Applier, Engine, Event, Failure, Known, Plan, Project, Seen, Step, plan,
};
use crate::output::{self, Snapshot};
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

pub(super) fn run(args: &Args, screen: &Screen) -> Exit {
    engine::run(screen, async |interrupts| up(args, screen, interrupts).await)
}

async fn up(args: &Args, screen: &Screen, interrupts: &mut Interrupts) -> Result<Exit, Exit> {
    let began = Instant::now();
    let wanted = Wanted::load(&args.tree, screen)?;
    // Who only looks need not wait.
    let turn =
        if args.dry_run { None } else { Some(turn::take(&wanted, interrupts, screen).await?) };
    let project = wanted.project(screen)?;
    let prepared = interrupts.unless(prepare(args, turn.as_ref(), &wanted, &project, screen)).await;
    let Ok(prepared) = prepared else {
        screen.note("interrupted; nothing was started");
        return Err(Exit::Interrupted);
    };
    let prepared = prepared?;
    if args.dry_run {
        return Ok(foreseen(&wanted, &project, &prepared, screen));
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
    Ok(if refused.is_empty() { Exit::Done } else { Exit::No })
}

/// What would be done.
fn foreseen(wanted: &Wanted, project: &Project<'_>, prepared: &Prepared, screen: &Screen) -> Exit {
    let files = output::plan(&wanted.dir, &wanted.files, &wanted.origin);
    let files = match files {
        Ok(files) => files.report(),
        Err(error) => return output_error(&error, screen),
    };
    let foreseen = summary::Foreseen {
        dir: &wanted.dir,
        files: &files,
        secrets: &prepared.secrets,
        pulls: &prepared.pulls,
        plan: &prepared.plan,
    };
    summary::dry_run(project, &foreseen, screen)
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
) -> Result<Prepared, Exit> {
    let engine = connect(screen).await?;
    warn_elsewhere(&engine, screen);
    let mut before = turn::look(turn, &engine, project, screen).await?;
    if args.adopt {
        whose::adopt(&mut before, project, Adopt::Unlabelled, screen);
    }
    whose::refuse(&before, project, screen)?;
    needed::networks(project, &before, screen)?;
    needed::data_folder(&engine, project, screen).await?;
    unedited(args, wanted, screen)?;
    let secrets = secrets::provide(project, !args.dry_run, screen)?;
    let (images, pulls) = if args.dry_run {
        images::foresee(&engine, project, args.pull, screen).await?
    } else {
        (images::provide(&engine, project, args.pull, screen).await?, vec![])
    };
    let now = engine.secrets_now(project.stack, &project.spec_folder, &before).await;
    let known = Known {
        secrets: now.map_err(|error| engine_error(&error, screen))?,
        images: images.iter().map(|(name, image)| (name.clone(), image.id.clone())).collect(),
        reloaded: remembered::read(&wanted.dir, RELOADED),
        remove_orphans: args.remove_orphans,
    };
    let plan = plan(project, &before, &known);
    Ok(Prepared { engine, before, known, images, pulls, plan, secrets })
}

/// Files that were edited by hand are not overwritten, and what would fail for them does not begin.
fn unedited(args: &Args, wanted: &Wanted, screen: &Screen) -> Result<(), Exit> {
    let plan = output::plan(&wanted.dir, &wanted.files, &wanted.origin);
    let plan = plan.map_err(|error| output_error(&error, screen))?;
    if args.force {
        return Ok(());
    }
    output::refused(&plan).map_err(|error| {
        edits::show(&plan, &args.tree, screen);
        let exit = output_error(&error, screen);
        screen.note("nothing was started");
        exit
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

/// Why a launch did not come to its end.
enum Stopped {
    Failed,
    Interrupted,
}

impl Launch<'_> {
    async fn launch(&self, interrupts: &mut Interrupts) -> Result<(), Exit> {
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
            Ok(Err(failure)) => {
                self.failed(&failure, &foreign);
                Some(Stopped::Failed)
            }
            Err(Interrupted) => Some(Stopped::Interrupted),
        };
        if let Some(stopped) = stopped {
            return Err(self.back(&stopped, files.as_ref(), interrupts).await);
        }
        // Everything works: what was replaced may go, and an interrupt only delays that.
        match interrupts.unless(applier.finish(plan)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(engine_error(&error, screen)),
            Err(Interrupted) => {
                screen.note("interrupted; the new stack runs, and the next `stackgen up` removes what is left of the old one");
                return Err(Exit::Interrupted);
            }
        }
        self.remember();
        claims::remember(&self.wanted.dir, &self.prepared.before, screen);
        Ok(())
    }

    /// Writes the files, and says what else is loaded with them.
    fn write_files(&self) -> Result<Foreign, Exit> {
        let Wanted { dir, files, origin, .. } = self.wanted;
        let failed = |error: &output::Error| output_error(error, self.screen);
        let plan = output::plan(dir, files, origin).map_err(|error| failed(&error))?;
        let foreign = Foreign::find(self.wanted);
        let foreign = foreign.map_err(|error| failed(&error))?;
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

    fn failed(&self, failure: &Failure, foreign: &Foreign) {
        match failure {
            Failure::Refused { service, error } => {
                let service = service.as_deref().unwrap_or_default();
                let cause = foreign.cause(service, &error.to_string(), error.cause().as_ref());
                engine::refused(error, cause, self.screen);
            }
            Failure::Broken(trouble) => {
                let cause = foreign.cause(
                    &trouble.service,
                    &trouble.log.join("\n"),
                    trouble.cause.as_ref(),
                );
                engine::trouble(trouble, cause.as_ref(), self.screen);
            }
        }
    }

    /// Puts back what was there, unless the user wants to look at the ruins.
    async fn back(
        &self,
        stopped: &Stopped,
        files: Option<&Snapshot>,
        interrupts: &mut Interrupts,
    ) -> Exit {
        let screen = self.screen;
        let exit = match stopped {
            Stopped::Failed => Exit::Failed,
            Stopped::Interrupted => Exit::Interrupted,
        };
        let look = match stopped {
            Stopped::Failed => " (--no-rollback leaves everything as it is, to inspect it)",
            Stopped::Interrupted => "",
        };
        if self.args.no_rollback && exit == Exit::Failed {
            self.prepared.engine.settled().await;
            screen.note("left as it is; the next `stackgen up` goes on from here, `stackgen down` removes it");
            return exit;
        }
        if exit == Exit::Interrupted {
            screen.note(
                "interrupted; restoring the previous state (press Ctrl-C again to stop at once)",
            );
        }
        match interrupts.unless(self.restore(files)).await {
            Err(Interrupted) => {
                screen.note("stopped at once; the next `stackgen up` or `stackgen down` cleans up");
                Exit::Interrupted
            }
            Ok(Err(())) => {
                screen.note("stackgen could not restore everything; the next `stackgen up` or `stackgen down` cleans up");
                exit
            }
            Ok(Ok(())) => {
                let now = if self.prepared.before.containers.is_empty() {
                    "removed what was started; volumes stay"
                } else {
                    "restored the previous stack"
                };
                screen.note(&format!("{now}{look}"));
                exit
            }
        }
    }

    async fn restore(&self, files: Option<&Snapshot>) -> Result<(), ()> {
        let Prepared { engine, before, plan, .. } = self.prepared;
        // First the files: what is started again reads them.
        if let Some(files) = files {
            files.restore(&self.wanted.dir).map_err(|error| {
                output_error(&error, self.screen);
            })?;
        }
        engine.restore(self.project, before).await.map_err(|error| {
            engine_error(&error, self.screen);
        })?;
        for step in &plan.steps {
            if let Step::Reload { service, container } = step
                && let Some(service) = self.project.service(service)
                && let Some(reload) = &service.reload
            {
                engine.reload(container, service, reload).await.map_err(|error| {
                    engine_error(&error, self.screen);
                })?;
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

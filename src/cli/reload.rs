//! `stackgen reload`: changed files in force, without a restart.

use super::engine::{self, Interrupted, Interrupts, connect, warn_elsewhere};
use super::failure::Failure;
use super::foreign::Foreign;
use super::remembered::{self, RELOADED};
use super::tree::{TreeArgs, Wanted};
use super::{summary, turn, whose, write};
use crate::docker::{Container, Engine, Known, Project, Step, plan};
use crate::output::{self, Snapshot};
use crate::report::reload::Reloaded;
use crate::stack::{Reload, Service};
use crate::ui::Screen;

/// Render, and reload the running programs whose files changed; if one refuses its files, restore
/// the old ones
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    tree: TreeArgs,

    /// Overwrite files that were edited by hand
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    engine::run(async |interrupts| reload(args, screen, interrupts).await)
}

/// A program that can read its files again.
struct Program<'a> {
    service: &'a Service,
    container: Container,
    reload: &'a Reload,
}

async fn reload(args: &Args, screen: &Screen, interrupts: &mut Interrupts) -> Result<(), Failure> {
    let wanted = Wanted::load(&args.tree, screen)?;
    let _turn = turn::take(&wanted, interrupts, screen).await?;
    let project = wanted.project()?;
    let engine = connect(screen).await?;
    warn_elsewhere(&engine, screen);
    let seen = engine.look(&project.home()).await?;
    whose::refuse(&seen, &project)?;
    let secrets = engine.secrets_now(project.stack, &project.spec_folder, &seen).await;
    let secrets = secrets?;
    let reloaded = remembered::read(&wanted.dir, RELOADED);
    let known = Known { reloaded, secrets, ..Known::default() };
    let plan = plan(&project, &seen, &known);
    let (mut programs, mut pending) = (Vec::new(), Vec::new());
    for step in &plan.steps {
        match (step, step.service().and_then(|name| project.service(name))) {
            (Step::Leave { container, .. } | Step::Reload { container, .. }, Some(service)) => {
                programs.extend(service.reload.as_ref().map(|reload| Program {
                    service,
                    container: container.clone(),
                    reload,
                }));
            }
            _ => pending.push(step),
        }
    }
    let others: Vec<_> = pending.iter().map(ToString::to_string).collect();
    let not_enough = format!("a reload is not enough to {}", others.join(", to "));
    if programs.is_empty() && !seen.containers.is_empty() {
        return Err(Failure::no(not_enough).help("run: stackgen up"));
    }
    if programs.is_empty() {
        let message = format!("no running service of {} supports reload", project.name());
        return Err(Failure::no(message).help("start it: stackgen up"));
    }
    let before = Snapshot::take(&wanted.dir);
    let files = output::plan(&wanted.dir, &wanted.files, &wanted.origin)?;
    let foreign = Foreign::find(&wanted)?;
    write::files(&files, args.force, &args.tree, screen)?;
    foreign.warn(screen);
    match interrupts.unless(all(&engine, &programs, &foreign, screen)).await {
        Ok(Ok(())) => {}
        Ok(Err(failure)) => {
            return Err(back(
                failure,
                &engine,
                &programs,
                before.as_ref(),
                &wanted,
                &foreign,
                screen,
            )
            .await);
        }
        Err(Interrupted) => {
            return Err(Failure::interrupted(
                "interrupted; the new files are written, and the next `stackgen reload` or `stackgen up` loads them",
            ));
        }
    }
    remember(&wanted, &project, &programs, screen);
    let names: Vec<_> = programs.iter().map(|one| one.service.name.as_str()).collect();
    screen.result(&Reloaded {
        reloaded: names.iter().map(ToString::to_string).collect(),
        pending: pending.iter().map(|step| summary::step(step)).collect(),
    });
    screen.summary(&format!("in force: {}", names.join(", ")));
    if others.is_empty() {
        return Ok(());
    }
    Err(Failure::answer(not_enough).help("run: stackgen up"))
}

async fn all(
    engine: &Engine,
    programs: &[Program<'_>],
    foreign: &Foreign,
    screen: &Screen,
) -> Result<(), Failure> {
    for Program { service, container, reload } in programs {
        let said = engine.reload(container, service, reload).await;
        let said = said.map_err(|error| {
            let cause =
                foreign.cause(service.name.as_str(), &error.to_string(), error.cause().as_ref());
            engine::refused(&error, cause)
        })?;
        if !said {
            screen.note(&format!(
                "{} got the signal to read its files; stackgen cannot check whether it reloaded",
                service.name
            ));
        }
    }
    Ok(())
}

/// The old files again, in force again.
async fn back(
    failure: Failure,
    engine: &Engine,
    programs: &[Program<'_>],
    before: Option<&Snapshot>,
    wanted: &Wanted,
    foreign: &Foreign,
    screen: &Screen,
) -> Failure {
    let Some(before) = before else {
        return failure
            .note("the files stay as they are, because stackgen does not know the previous ones");
    };
    if let Err(error) = before.restore(&wanted.dir) {
        return failure.and(error.into());
    }
    match all(engine, programs, foreign, screen).await {
        Ok(()) => failure.note("the old files are restored and loaded"),
        Err(again) => failure.and(again),
    }
}

fn remember(wanted: &Wanted, project: &Project<'_>, programs: &[Program<'_>], screen: &Screen) {
    let mut known = remembered::read(&wanted.dir, RELOADED);
    for Program { service, container, .. } in programs {
        if let Some(files) = project.files.get(service.name.as_str()) {
            known.insert(container.id.clone(), files.clone());
        }
    }
    if let Err(error) = remembered::write(&wanted.dir, RELOADED, &known) {
        screen.note(&format!("cannot remember what was reloaded: {error}"));
    }
}

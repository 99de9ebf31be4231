//! `stackgen down`: the stack away.

use super::engine::{self, Interrupts, connect};
use super::failure::Failure;
use super::tree::{TreeArgs, Wanted};
use super::{claims, turn, whose};
use crate::docker::{Adopt, Removal};
use crate::report::Outcome;
use crate::report::down::Removed;
use crate::ui::{Answer, Format, Screen};

/// Stop and remove the stack's containers and networks; its data only with --volumes
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Args {
    #[command(flatten)]
    tree: TreeArgs,

    /// Remove the volumes as well: all metrics, silences and dashboards made by hand are lost
    #[arg(long)]
    volumes: bool,

    /// Do not ask before volumes are removed
    #[arg(long)]
    yes: bool,

    /// Remove containers and volumes of services that are no longer in the stack
    #[arg(long)]
    remove_orphans: bool,

    /// Remove what stackgen launched from this stack's former folder
    #[arg(long)]
    adopt: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    engine::run(async |interrupts| down(args, screen, interrupts).await)
}

async fn down(args: &Args, screen: &Screen, interrupts: &mut Interrupts) -> Result<(), Failure> {
    let wanted = Wanted::load(&args.tree, screen)?;
    let turn = turn::take(&wanted, interrupts, screen).await?;
    let project = wanted.project()?;
    let engine = connect(screen).await?;
    let mut seen = turn::look(Some(&turn), &engine, &project, screen).await?;
    if args.adopt {
        whose::adopt(&mut seen, &project, Adopt::Stacks, screen);
    }
    let removal = Removal::plan(&project, &seen, args.volumes, args.remove_orphans);
    if !removal.volumes.is_empty() && !args.yes {
        if !screen.can_ask() {
            return Err(Failure::bad("not a terminal: pass --yes to remove volumes"));
        }
        screen.note(&format!("this deletes the volumes {}", removal.volumes.join(", ")));
        match screen.confirm("Delete them and all their data?") {
            Answer::Yes => {}
            Answer::No => return Err(Failure::said(Outcome::No).note("nothing was removed")),
            Answer::Interrupted => return Err(Failure::interrupted("nothing was removed")),
        }
    }
    // Afterwards, no container shows any more that the volumes are this stack's.
    claims::remember(&wanted.dir, &seen, screen);
    turn.begin();
    let say = |what: &str| screen.note(&format!("  {what} removed"));
    let Ok(done) = interrupts.unless(engine.take_down(&removal, say)).await else {
        return Err(Failure::interrupted("interrupted; the next `stackgen down` removes the rest"));
    };
    done?;
    let names = |containers: &[crate::docker::Container]| -> Vec<String> {
        containers.iter().map(|one| one.name.clone()).collect()
    };
    let orphans = names(&removal.orphans);
    screen.result(&Removed {
        project: project.name().to_owned(),
        containers: names(&removal.containers),
        networks: removal.networks.keys().cloned().collect(),
        volumes: removal.volumes.clone(),
        orphans: orphans.clone(),
        others: whose::records(&seen, &project),
    });
    if screen.format() == Format::Json {
        return Ok(());
    }
    if !orphans.is_empty() {
        screen.note(&format!("not part of the stack, so left: {}", orphans.join(", ")));
        screen.hint("remove them with --remove-orphans");
    }
    whose::left(&seen, &project, args.volumes, screen);
    screen.note(&match (removal.is_empty(), args.volumes) {
        (true, _) => format!("nothing of the stack {} is there", project.name()),
        (false, true) => format!("{} is down, and its data is gone", project.name()),
        (false, false) => format!("{} is down; its volumes are kept", project.name()),
    });
    Ok(())
}

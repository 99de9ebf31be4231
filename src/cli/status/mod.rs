//! `stackgen status`: how the stack is.

mod watched;

use super::engine::{self, connect, engine_error};
use super::exit::Exit;
use super::remembered::{self, RELOADED};
use super::tree::{TreeArgs, Wanted};
use super::whose;
use crate::docker::{Engine, Known, Plan, Project, Seen, Step, plan};
use crate::ui::{Format, Screen};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::time::Duration;
use watched::Watched;

/// How often --watch looks.
const PAUSE: Duration = Duration::from_secs(2);

/// Show how the stack is: its services, their health, what differs from the spec, which targets
/// answer and which alerts fire
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exits with 1 if a service does not run, is unhealthy or is not what the spec says, if a \
    target is down, or if an alert fires, other than the sign of life. A Prometheus that cannot be asked is said, and \
    changes nothing by itself."
)]
pub(super) struct Args {
    #[command(flatten)]
    tree: TreeArgs,

    /// Look again every two seconds
    #[arg(short, long)]
    watch: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Exit {
    engine::run_reading(screen, async || status(args, screen).await)
}

async fn status(args: &Args, screen: &Screen) -> Result<Exit, Exit> {
    let wanted = Wanted::load(&args.tree, screen)?;
    let project = wanted.project(screen)?;
    let engine = connect(screen).await?;
    loop {
        let state = State::look(&engine, &project, remembered::read(&wanted.dir, RELOADED)).await;
        let (state, seen) = state.map_err(|error| engine_error(&error, screen))?;
        if args.watch && screen.format() == Format::Human {
            screen.clear();
        }
        state.show(&whose::json(&seen, &project), screen);
        if screen.format() == Format::Human {
            whose::note(&seen, &project, screen);
        }
        if !args.watch {
            return Ok(if state.is_well() { Exit::Done } else { Exit::No });
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// How a stack is.
struct State {
    rows: Vec<Row>,
    orphans: Vec<String>,
    /// What Prometheus says, or why it cannot be asked.
    watched: Result<Watched, String>,
}

/// How a service is.
struct Row {
    service: String,
    state: String,
    health: String,
    image: String,
    ports: String,
    since: String,
    /// What differs from the spec, if anything does.
    differs: Option<String>,
}

impl State {
    async fn look(
        engine: &Engine,
        project: &Project<'_>,
        reloaded: BTreeMap<String, String>,
    ) -> Result<(Self, Seen), crate::docker::Error> {
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
        let mut state = Self::of(&plan(project, &seen, &known), &seen);
        // Where it does not run, another stack's may answer at its address.
        if seen.of("prometheus").any(|container| container.running) {
            state.watched = watched::look(project.stack, &project.home(), engine).await;
        }
        Ok((state, seen))
    }

    fn of(plan: &Plan, seen: &Seen) -> Self {
        let rows = plan.steps.iter().filter_map(|step| Some(row(step, step.service()?, seen)));
        let orphans = plan.orphans.iter().map(|one| one.name.clone());
        let watched = Err("it does not run".to_owned());
        Self { rows: rows.collect(), orphans: orphans.collect(), watched }
    }

    /// Whether everything runs, is healthy as far as that is known, and is what the spec says; and, as
    /// far as Prometheus can be asked, every target answers and no alert fires.
    fn is_well(&self) -> bool {
        self.rows
            .iter()
            .all(|row| row.state == "running" && row.health != "unhealthy" && row.differs.is_none())
            && self.watched.as_ref().map_or(true, Watched::is_well)
    }

    fn show(&self, others: &Json, screen: &Screen) {
        if screen.format() == Format::Json {
            let rows: Vec<Json> = self.rows.iter().map(Row::json).collect();
            let (prometheus, error) = match &self.watched {
                Ok(watched) => (watched.json(), None),
                Err(error) => (Json::Null, Some(error)),
            };
            screen.json(&json!({
                "services": rows,
                "orphans": self.orphans,
                "others": others,
                "prometheus": prometheus,
                "prometheus_error": error,
                "well": self.is_well(),
            }));
            return;
        }
        let head = ["SERVICE", "STATE", "HEALTH", "PORTS", "SINCE", "IMAGE", "DIFFERS"];
        let rows: Vec<_> = self.rows.iter().map(Row::cells).collect();
        screen.table(head, &rows);
        match &self.watched {
            Ok(watched) => watched.show(screen),
            Err(error) => screen
                .note(&format!("which targets answer and which alerts fire is not known: {error}")),
        }
        if !self.orphans.is_empty() {
            screen.note(&format!("not part of the stack any more: {}", self.orphans.join(", ")));
        }
        if self.rows.iter().any(|row| row.differs.is_some()) {
            screen.hint("make it what the spec says: stackgen up");
        }
        if self.watched.as_ref().is_ok_and(|watched| !watched.is_well()) {
            screen.hint("what to do about a target that is down: stackgen verify; about an alert: its runbook");
        }
    }
}

impl Row {
    fn cells(&self) -> [String; 7] {
        let differs = self.differs.clone().unwrap_or_else(|| "-".to_owned());
        let Self { service, state, health, image, ports, since, .. } = self;
        [service, state, health, ports, since, image, &differs].map(Clone::clone)
    }

    fn json(&self) -> Json {
        json!({
            "service": self.service,
            "state": self.state,
            "health": self.health,
            "image": self.image,
            "ports": self.ports,
            "since": self.since,
            "differs": self.differs,
        })
    }
}

fn row(step: &Step, service: &str, seen: &Seen) -> Row {
    let (found, differs) = match step {
        Step::Recreate { old, why, .. } => (Some(old), Some(why.clone())),
        Step::Start { container, .. } => (Some(container), Some("it does not run".to_owned())),
        Step::Reload { container, .. } => {
            (Some(container), Some("its files changed since it read them".to_owned()))
        }
        Step::Leave { container, .. } => (Some(container), None),
        _ => (seen.of(service).next(), Some("there is no container".to_owned())),
    };
    let text = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    let found = found.cloned().unwrap_or_default();
    Row {
        service: service.to_owned(),
        state: if found.id.is_empty() { "absent".to_owned() } else { found.state.clone() },
        health: found.health().unwrap_or("-").to_owned(),
        image: text(&found.image),
        ports: text(&found.ports.join(", ")),
        since: text(found.since()),
        differs,
    }
}

//! `stackgen render`: the spec's files on disk.

use super::failure::Failure;
use super::foreign::{self, Foreign};
use super::load::{self, Loaded};
use super::place::folder;
use super::secrets::Pending;
use super::tree::{TreeArgs, files, origin, to_spec};
use super::write;
use crate::output::{self, Plan, Report};
use crate::report::render::{Files, Rendered};
use crate::stack::Stack;
use crate::ui::{Format, Screen, counted};
use crate::value::RelPath;
use std::path::Path;

/// Render the stack's files: Compose, Prometheus, rules and their tests, Alertmanager, Grafana,
/// runbooks
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    tree: TreeArgs,

    /// Write nothing; exit with 1 if anything would change
    #[arg(long)]
    check: bool,

    /// Show what changes, as a unified diff
    #[arg(long)]
    diff: bool,

    /// Overwrite files that were edited by hand
    #[arg(long, conflicts_with = "check")]
    force: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let texts = load::texts(&args.tree.spec, screen)?;
    let dir = args.tree.folder()?;
    let to_spec = to_spec(&texts.folder, &dir)?;
    let origin = origin(&args.tree.spec, &texts.digest, &to_spec);
    let accepted = texts.resolve().accepted();
    let (stack, loaded) = accepted.map_err(|refused| refused.note("nothing was written"))?;
    screen.diagnostics(&loaded.diagnostics, &loaded.sources);
    let files = files(&stack, to_spec)?;
    screen.detail(&format!("rendered {} files", files.paths().count()));
    let plan = output::plan(&dir, &files, &origin)?;
    if args.diff && screen.format() == Format::Human {
        screen.data(&plan.diff().to_string());
    }
    let foreign = Foreign::find_in(&dir, &stack, &files)?;
    let seen = Seen { plan: &plan, stack: &stack, loaded: &loaded, foreign: &foreign, dir: &dir };
    if args.check {
        return seen.answer(args, screen);
    }
    let report = write::files(&plan, args.force, &args.tree, screen)?;
    screen.result(&seen.record(&report, args.diff.then(|| plan.diff().to_string())));
    if screen.format() == Format::Human {
        seen.say(&report, screen);
    }
    Ok(())
}

/// A spec, and what is in its output folder.
struct Seen<'a> {
    plan: &'a Plan<'a>,
    stack: &'a Stack,
    loaded: &'a Loaded,
    foreign: &'a Foreign,
    dir: &'a Path,
}

impl Seen<'_> {
    /// Whether the folder holds what the spec says, and nothing else is loaded with it.
    fn answer(&self, args: &Args, screen: &Screen) -> Result<(), Failure> {
        let Self { plan, foreign, dir, .. } = self;
        let report = plan.report();
        screen.result(&self.record(&report, args.diff.then(|| plan.diff().to_string())));
        // Git does not keep these, so in CI they mean nothing.
        let closed: Vec<_> = plan.closed().iter().collect();
        if !closed.is_empty() {
            screen.note(&format!("warning: {}", write::closed(plan, &closed)));
            screen.hint(&format!("make them readable: {}", args.tree.typed("render", "")));
        }
        if !plan.has_drift() && foreign.is_empty() {
            screen.summary(&format!("{} is what the spec says", dir.display()));
            return Ok(());
        }
        // What was kept is named already.
        let kept = |path: &str| report.kept.iter().any(|kept| kept.as_str() == path);
        let others = foreign.files().iter().map(|file| &file.path).filter(|path| !kept(path));
        for (what, path) in lines(&report).chain(others.map(|path| ("foreign", path.clone()))) {
            // With a diff, standard output is for `patch`.
            if args.diff {
                screen.summary(&format!("{what} {path}"));
            } else {
                screen.row(&format!("{what} {path}"));
            }
        }
        let mut answer = Failure::answer(format!("{} is not what the spec says", dir.display()));
        let edited_only = lines(&report).all(|(what, _)| what == "edited");
        if plan.has_drift() && !edited_only {
            answer = answer.help("run `stackgen render` and commit what it writes");
        }
        if !report.edited.is_empty() {
            answer = answer.help(
                "put the change into the spec instead; `--force` overwrites what was edited by hand",
            );
        }
        Err(if foreign.is_empty() { answer } else { answer.help(foreign::HELP) })
    }

    /// What machines read of it.
    fn record(&self, report: &Report, diff: Option<String>) -> Rendered {
        let Self { plan, stack, foreign, dir, .. } = self;
        let secrets = Pending::of(stack, &self.loaded.folder);
        Rendered {
            output: dir.display().to_string(),
            drift: !report.is_unchanged() || !foreign.is_empty(),
            files: Files {
                foreign: foreign.files().iter().map(|file| file.path.clone()).collect(),
                unreadable: plan.closed().iter().map(|it| it.path.clone()).collect(),
                ..report_of(report)
            },
            diff,
            services: stack.services.len(),
            scrape_jobs: stack.jobs.len(),
            alerts: alerts(stack),
            missing_secrets: secrets.missing(),
            generated_secrets: secrets.generated(),
        }
    }

    fn say(&self, report: &Report, screen: &Screen) {
        let stack = self.stack;
        if screen.is_verbose() {
            for (what, path) in lines(report) {
                screen.note(&format!("  {what} {path}"));
            }
        }
        let dir = folder(self.dir);
        if report.is_unchanged() {
            let files = counted(report.unchanged.len(), "file");
            screen.note(&format!("{dir} is up to date ({files})"));
        } else {
            screen.note(&format!(
                "{}: {}, {}, {} in {dir} ({})",
                stack.name,
                counted(stack.services.len(), "service"),
                counted(stack.jobs.len(), "scrape job"),
                counted(alerts(stack), "alert"),
                counts(report),
            ));
        }
        for path in &report.kept {
            screen.note(&format!(
                "kept {path}, which is no longer rendered, because it was edited by hand"
            ));
        }
        self.foreign.warn(screen);
        if !report.is_unchanged() {
            Pending::of(stack, &self.loaded.folder).say(screen);
        }
    }
}

/// What became of the files, in numbers: `30 created, 4 updated`.
fn counts(report: &Report) -> String {
    let counts = [
        ("created", report.created.len()),
        ("updated", report.updated.len()),
        ("overwritten", report.edited.len()),
        ("removed", report.removed.len()),
        ("unchanged", report.unchanged.len()),
    ];
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    counts.map(|(what, count)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
}

/// What machines read of what became of the files.
pub(super) fn report_of(report: &Report) -> Files {
    let paths = |paths: &[RelPath]| paths.iter().map(ToString::to_string).collect();
    Files {
        created: paths(&report.created),
        updated: paths(&report.updated),
        edited: paths(&report.edited),
        removed: paths(&report.removed),
        kept: paths(&report.kept),
        unchanged: paths(&report.unchanged),
        foreign: vec![],
        unreadable: vec![],
    }
}

/// What is different, file by file.
fn lines(report: &Report) -> impl Iterator<Item = (&'static str, String)> {
    let groups = [
        ("create", &report.created),
        ("update", &report.updated),
        ("edited", &report.edited),
        ("remove", &report.removed),
        ("kept", &report.kept),
    ];
    groups
        .into_iter()
        .flat_map(|(what, paths)| paths.iter().map(move |path| (what, path.to_string())))
}

fn alerts(stack: &Stack) -> usize {
    stack.parts.iter().map(|part| part.alerts.len()).sum()
}

//! `stackgen remove`: an entry of a spec.

use super::exit::Exit;
use super::revise::{EditArgs, Outcome, Revision};
use crate::catalog::Section;
use crate::diag::{Severity, closest};
use crate::edit::{Draft, NAMED};
use crate::stack::codes::UNKNOWN_REFERENCE;
use crate::ui::Screen;
use crate::value::unix_text;

/// Remove an app, an integration, a probe, a receiver or an alert's changes from the spec
///
/// Its tables go, with the comment directly above them. Where something still refers to it, stackgen says
/// where, and writes nothing.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  stackgen remove app backend\n  stackgen remove integration orders-db\n  \
    stackgen remove receiver team --everywhere"
)]
pub(super) struct Args {
    /// What it is: app, integration (or its type), probe, receiver, alert
    kind: String,

    /// Its name
    name: String,

    /// Also remove what refers to it: from routes, and changes to its alerts
    #[arg(long)]
    everywhere: bool,

    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Exit {
    match try_run(args, screen) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn try_run(args: &Args, screen: &Screen) -> Result<Exit, Exit> {
    let mut revision = Revision::open(&args.edit.spec, screen)?;
    let section = section(args, &revision, screen)?;
    if !revision.draft.has(&section, &args.name) {
        missing(args, &section, &revision, screen);
        return Err(Exit::Bad);
    }
    revision.draft.remove(&section, &args.name).map_err(|why| revision.refused(&why, screen))?;
    let mut outcome = revision.judge();
    while args.everywhere && cascade(&mut revision.draft, &outcome, &args.name) {
        outcome = revision.judge();
    }
    let exit = revision.conclude(&outcome, &args.edit, screen);
    if exit == Exit::Bad && !args.everywhere && outcome.brought.has(UNKNOWN_REFERENCE) {
        screen.hint("`--everywhere` also removes what refers to it");
    }
    Ok(exit)
}

/// The section that a kind of entry is in. A type of integration stands for its section, if the entry is of
/// this type.
fn section(args: &Args, revision: &Revision, screen: &Screen) -> Result<String, Exit> {
    let known = revision.known();
    let is =
        |section: &&&str| section.strip_suffix('s') == Some(&args.kind) || **section == args.kind;
    if let Some(section) = NAMED.iter().find(is) {
        return Ok((*section).to_owned());
    }
    let types: Vec<&str> = known.usable().map(|loaded| loaded.name.as_str()).collect();
    if !types.contains(&args.kind.as_str()) {
        screen.failed(&format!("there is no kind `{}`", args.kind));
        let words = NAMED.iter().filter_map(|section| section.strip_suffix('s'));
        let all: Vec<&str> = words.chain(types.iter().copied()).collect();
        match closest(&args.kind, all.iter().copied()) {
            Some(near) => screen.hint(&format!("did you mean `{near}`?")),
            None => screen.hint(&format!("there are {}", all.join(", "))),
        }
        return Err(Exit::Bad);
    }
    let section = Section::Integrations.as_str().to_owned();
    let is_of = revision.draft.text_at(&[&section, &args.name, "type"]);
    let is_of = is_of.unwrap_or_else(|| args.name.clone());
    if revision.draft.has(&section, &args.name) && is_of != args.kind {
        screen.failed(&format!("`{}` is of type `{is_of}`, not `{}`", args.name, args.kind));
        screen.hint(&format!("to remove it: stackgen remove {is_of} {}", args.name));
        return Err(Exit::Bad);
    }
    Ok(section)
}

/// Says that the entry is not in the file, and what was most likely meant.
fn missing(args: &Args, section: &str, revision: &Revision, screen: &Screen) {
    let names = revision.draft.names(section);
    let near = closest(&args.name, names.iter().map(String::as_str));
    screen.failed(&format!("{} has no `{section}.{}`", revision.name(), args.name));
    match near {
        Some(near) => screen.hint(&format!("did you mean `{near}`?")),
        None if revision.preset_has(&[section, &args.name]).is_some() => {
            from_preset(section, &args.name, screen);
        }
        None if names.is_empty() => {}
        None => screen.hint(&format!("there are {}", names.join(", "))),
    }
}

fn from_preset(section: &str, name: &str, screen: &Screen) {
    screen.hint(&if section == Section::Integrations.as_str() {
        format!(
            "it is from the preset: to do without it: stackgen set {section}.{name}.enabled false"
        )
    } else {
        "it is from the preset, which a spec can change, but not shorten".to_owned()
    });
}

/// Takes out what refers to nothing any more, as the diagnostics say. Whether there was anything.
fn cascade(draft: &mut Draft, outcome: &Outcome, name: &str) -> bool {
    let problems = outcome.brought.sorted();
    let lost =
        problems.iter().filter(|it| it.severity == Severity::Error && it.code == UNKNOWN_REFERENCE);
    // Where a problem is does not depend on how lines end.
    let Ok(plain) = Draft::read(&unix_text(draft.text())) else { return false };
    let places = lost.filter_map(|it| outcome.place(it.labels.first()?.span));
    let found: Vec<_> = places.filter_map(|place| plain.find(place)).collect();
    let mut changed = false;
    for found in found {
        let path: Vec<&str> = found.path.iter().map(String::as_str).collect();
        let done = match (&found.item, path.as_slice()) {
            (Some(item), path) => draft.pull(path, item),
            (None, [section, entry, ..]) if NAMED.contains(section) && *entry != name => {
                draft.remove(section, entry)
            }
            _ => continue,
        };
        changed |= done.is_ok();
    }
    changed
}

//! `stackgen remove`: an entry of a spec.

use super::failure::Failure;
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

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let mut revision = Revision::open(&args.edit.spec, screen)?;
    let section = section(args, &revision)?;
    if !revision.draft.has(&section, &args.name) {
        return Err(missing(args, &section, &revision));
    }
    revision.draft.remove(&section, &args.name).map_err(|why| revision.refused(&why))?;
    let mut outcome = revision.judge();
    while args.everywhere && cascade(&mut revision.draft, &outcome, &args.name) {
        outcome = revision.judge();
    }
    let referred = !args.everywhere && outcome.brought.has(UNKNOWN_REFERENCE);
    revision.conclude(outcome, &args.edit, screen).map_err(|failure| {
        if referred {
            failure.help("`--everywhere` also removes what refers to it")
        } else {
            failure
        }
    })
}

/// The section that a kind of entry is in. A type of integration stands for its section, if the entry is of
/// this type.
fn section(args: &Args, revision: &Revision) -> Result<String, Failure> {
    let known = revision.known();
    let is =
        |section: &&&str| section.strip_suffix('s') == Some(&args.kind) || **section == args.kind;
    if let Some(section) = NAMED.iter().find(is) {
        return Ok((*section).to_owned());
    }
    let types: Vec<&str> = known.usable().map(|loaded| loaded.name.as_str()).collect();
    if !types.contains(&args.kind.as_str()) {
        let words = NAMED.iter().filter_map(|section| section.strip_suffix('s'));
        let all: Vec<&str> = words.chain(types.iter().copied()).collect();
        let near = closest(&args.kind, all.iter().copied());
        return Err(Failure::bad(format!("there is no kind `{}`", args.kind))
            .did_you_mean(near, format!("there are {}", all.join(", "))));
    }
    let section = Section::Integrations.as_str().to_owned();
    let is_of = revision.draft.text_at(&[&section, &args.name, "type"]);
    let is_of = is_of.unwrap_or_else(|| args.name.clone());
    if revision.draft.has(&section, &args.name) && is_of != args.kind {
        let message = format!("`{}` is of type `{is_of}`, not `{}`", args.name, args.kind);
        let help = format!("to remove it: stackgen remove {is_of} {}", args.name);
        return Err(Failure::bad(message).help(help));
    }
    Ok(section)
}

/// That the entry is not in the file, and what was most likely meant.
fn missing(args: &Args, section: &str, revision: &Revision) -> Failure {
    let names = revision.draft.names(section);
    let near = closest(&args.name, names.iter().map(String::as_str));
    let failure = Failure::bad(format!("{} has no `{section}.{}`", revision.name(), args.name));
    match near {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None if revision.preset_has(&[section, &args.name]).is_some() => {
            failure.help(from_preset(section, &args.name))
        }
        None if names.is_empty() => failure,
        None => failure.help(format!("there are {}", names.join(", "))),
    }
}

fn from_preset(section: &str, name: &str) -> String {
    if section == Section::Integrations.as_str() {
        format!(
            "it is from the preset: to do without it: stackgen set {section}.{name}.enabled false"
        )
    } else {
        "it is from the preset, which a spec can change, but not shorten".to_owned()
    }
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

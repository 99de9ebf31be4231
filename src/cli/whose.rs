//! What is somebody else's under the stack's name, said.

use super::failure::Failure;
use crate::docker::{Adopt, Other, Owner, Project, Seen, Thing, by_owner, list};
use crate::report::Other as Record;
use crate::ui::Screen;

/// Takes over what a folder that has moved left behind, and says so.
pub(super) fn adopt(seen: &mut Seen, project: &Project<'_>, adopt: Adopt, screen: &Screen) {
    for (owner, things) in by_owner(&seen.adopt(project, adopt)) {
        screen.note(&match owner {
            Owner::Unknown => format!("adopting {}", list(&things)),
            owner => format!("adopting {} from {owner}", list(&things)),
        });
    }
}

/// Refuses to go on while somebody else's things are in the way.
///
/// # Errors
/// When there are any.
pub(super) fn refuse(seen: &Seen, project: &Project<'_>) -> Result<(), Failure> {
    let Some(taken) = seen.taken(project) else { return Ok(()) };
    let sentences = taken.sentences().into_iter();
    let failures = sentences.map(|sentence| Failure::no(sentence).code("name-taken"));
    let Some(failure) = failures.reduce(Failure::and) else { return Ok(()) };
    Err(taken.help().into_iter().fold(failure, Failure::help).note("nothing was changed"))
}

/// A failure, and whose the things are that are in the way.
pub(super) fn noted(failure: Failure, seen: &Seen, project: &Project<'_>) -> Failure {
    let Some(taken) = seen.taken(project) else { return failure };
    let failure = taken.sentences().into_iter().fold(failure, Failure::note);
    taken.help().into_iter().fold(failure, Failure::help)
}

/// Says whose the things are that are in the way.
pub(super) fn note(seen: &Seen, project: &Project<'_>, screen: &Screen) {
    if let Some(taken) = seen.taken(project) {
        taken.sentences().iter().for_each(|sentence| screen.note(sentence));
        taken.help().iter().for_each(|help| screen.hint(help));
    }
}

/// Says what of others `stackgen down` has left alone.
pub(super) fn left(seen: &Seen, project: &Project<'_>, volumes: bool, screen: &Screen) {
    let matters = |other: &&Other| volumes || !matches!(other.thing, Thing::Volume { .. });
    let beside: Vec<&Other> = seen.beside(project).into_iter().filter(matters).collect();
    for (owner, things) in by_owner(beside.iter().copied()) {
        screen.note(&format!("not this stack's, so left: {} ({owner})", list(&things)));
    }
    let moved = |other: &&Other| matches!(other.owner, Owner::Stack { .. }) && other.is_adoptable();
    if beside.iter().any(moved) {
        screen
            .hint("if that folder has moved here, remove its stack as well: stackgen down --adopt");
    }
}

/// For machines.
pub(super) fn records(seen: &Seen, project: &Project<'_>) -> Vec<Record> {
    let one = |other: &&Other| {
        let (maker, place) = match &other.owner {
            Owner::Stack { folder } => ("stack", Some(folder)),
            Owner::Application { place, .. } => ("application", Some(place)),
            Owner::Ours | Owner::Added | Owner::Unknown => ("unknown", None),
        };
        Record {
            kind: other.thing.kind().to_owned(),
            name: other.thing.name().to_owned(),
            owner: maker.to_owned(),
            place: place.filter(|place| !place.is_empty()).cloned(),
        }
    };
    seen.beside(project).iter().map(one).collect()
}

//! What each service is. Which signs there are is code; what they are signs of is in the catalogue.

mod candidate;
mod clue;
mod image;
mod score;
mod worker;

pub(super) use candidate::{Candidate, all};

use super::service::Service;
use super::{Kind, Reason, listen};
use crate::catalog::{Detected, Kinds};
use clue::Clue;
use score::{ENOUGH, Signs};
use std::collections::BTreeSet;

/// What a service was taken for.
pub(super) struct Recognised<'c> {
    pub(super) kind: Kind,
    pub(super) title: String,
    /// The strongest first; never empty.
    pub(super) reasons: Vec<Reason>,
    /// What it is in the catalogue.
    pub(super) candidate: Option<&'c Candidate>,
    /// The ports by which its clients name it.
    pub(super) named_ports: Vec<u16>,
    /// Whether only a variable names its image.
    pub(super) image_is_unknown: bool,
}

/// Takes each service for something.
pub(super) fn recognise<'c>(
    services: &[Service],
    candidates: &'c [Candidate],
    kinds: &Kinds,
) -> Vec<Recognised<'c>> {
    let clues = clue::gather(services);
    let awaited = awaited(services);
    let none = Vec::new();
    let one = |(index, service): (usize, &Service)| {
        let clues = clues.get(&index).unwrap_or(&none);
        recognise_one(service, clues, awaited.contains(service.name.as_str()), candidates, kinds)
    };
    let mut found: Vec<_> = services.iter().enumerate().map(one).collect();
    worker::complete(services, &mut found);
    found
}

/// The services that others wait for until they have ended.
fn awaited(services: &[Service]) -> BTreeSet<&str> {
    let needs = services.iter().flat_map(|service| service.entries("depends_on"));
    let ended =
        needs.filter(|it| it.node.get_str("condition") == Some("service_completed_successfully"));
    ended.map(|it| it.key.as_str()).collect()
}

fn recognise_one<'c>(
    service: &Service,
    clues: &[Clue],
    is_awaited: bool,
    candidates: &'c [Candidate],
    kinds: &Kinds,
) -> Recognised<'c> {
    let signs = Signs::new(service, clues, kinds);
    let named_ports: Vec<u16> = clues.iter().filter_map(|clue| clue.port).collect();
    let image_is_unknown = signs.image_is_unknown();
    let done = |kind, title: String, reasons, candidate| Recognised {
        kind,
        title,
        reasons,
        candidate,
        named_ports: named_ports.clone(),
        image_is_unknown,
    };
    if is_awaited {
        let text = "others wait until it has ended".to_owned();
        let mut reasons = vec![Reason { text, place: service.place }];
        reasons.extend(signs.image_reason().cloned());
        return done(Kind::OneShot, "one-shot".to_owned(), reasons, None);
    }
    let mut best: Option<(&Candidate, score::Score)> = None;
    for candidate in candidates {
        let score = signs.score(candidate, kinds);
        if best.as_ref().is_none_or(|(_, best)| score.points > best.points) {
            best = Some((candidate, score));
        }
    }
    if let Some((candidate, score)) = best.filter(|(_, score)| score.points >= ENOUGH) {
        let kind = kind_of(candidate);
        let listens = service.has_ports() && [Kind::OneShot, Kind::Worker].contains(&kind);
        if !listens {
            return done(kind, candidate.title.clone(), score.reasons, Some(candidate));
        }
    }
    if let Some((kind, title, reasons)) = by_habit(service, &signs, candidates, kinds) {
        return done(kind, title, reasons, None);
    }
    done(Kind::App, "app".to_owned(), own_reasons(service, &signs), None)
}

fn kind_of(candidate: &Candidate) -> Kind {
    match candidate.detect.kind {
        Detected::Service if candidate.integration.is_some() => Kind::Known,
        Detected::Service => Kind::Unserved,
        Detected::Proxy => Kind::Proxy,
        Detected::Worker => Kind::Worker,
        Detected::OneShot => Kind::OneShot,
        Detected::Tool => Kind::Tool,
        Detected::Monitoring => Kind::Monitoring,
    }
}

/// Workers and what ends by itself have no image of their own, but habits.
fn by_habit(
    service: &Service,
    signs: &Signs<'_>,
    candidates: &[Candidate],
    kinds: &Kinds,
) -> Option<(Kind, String, Vec<Reason>)> {
    if service.has_ports() || listen::is_told(service) {
        return None;
    }
    let has_page = listen::by_healthcheck(service).is_some();
    let of = |kind: Detected| candidates.iter().find(|it| it.detect.kind == kind);
    let ends = policy(service, kinds);
    let habit = |kind| {
        let kind = of(kind)?;
        let named = || signs.habit_in_name(kind).filter(|_| !has_page);
        signs.habit_in_command(kind).or_else(named)
    };
    let keeps_running =
        service.node.get_str("restart").is_some_and(|it| it == "always" || it == "unless-stopped");
    let one_shot = habit(Detected::OneShot);
    let worker = habit(Detected::Worker);
    let (kind, title, first) = match (ends, one_shot, worker) {
        (Some(ends), _, None) | (Some(ends), Some(_), _) => (Kind::OneShot, "one-shot", ends),
        (_, _, Some(reason)) => (Kind::Worker, "worker", reason),
        (None, Some(reason), None) if !keeps_running => (Kind::OneShot, "one-shot", reason),
        _ => return None,
    };
    let mut reasons = vec![first];
    reasons.extend(own_reasons(service, signs));
    Some((kind, title.to_owned(), reasons))
}

/// The policy by which a service is not started again, or only when somebody asks.
fn policy(service: &Service, kinds: &Kinds) -> Option<Reason> {
    if let Some(entry) = service.node.entry("restart")
        && entry
            .node
            .str()
            .is_some_and(|it| it == "no" || it.starts_with("on-failure") || it == "false")
    {
        let text = "it is not started again after its end".to_owned();
        return Some(Reason { text, place: entry.key_span });
    }
    let policy = service.node.get("deploy").and_then(|it| it.get("restart_policy"));
    if let Some(entry) = policy.and_then(|it| it.entry("condition"))
        && entry.node.str() == Some("none")
    {
        let text = "it is not started again after its end".to_owned();
        return Some(Reason { text, place: entry.key_span });
    }
    let profiles = service.node.get("profiles").map(crate::yaml::Node::items).unwrap_or_default();
    let on_demand = profiles.iter().find(|it| {
        it.str().is_some_and(|it| kinds.profiles.iter().any(|known| known.as_str() == it))
    })?;
    let text = "it runs only in a profile for occasional work".to_owned();
    Some(Reason { text, place: on_demand.span })
}

/// Why something is taken for the user's own.
fn own_reasons(service: &Service, signs: &Signs<'_>) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = signs.image_reason().cloned().into_iter().collect();
    if let Some((folder, place)) = signs.folder() {
        let is_elsewhere = folder.contains("://") || folder.contains('@');
        let shown: String = super::interpolate::shown(folder).chars().take(80).collect();
        let shown = if is_elsewhere { "a repository" } else { shown.as_str() };
        reasons.push(Reason { text: format!("built from {shown}"), place: *place });
    }
    if reasons.is_empty() {
        let text = match service.node.get("build") {
            Some(_) => "built by Compose",
            None => "neither an image nor a build is named",
        };
        reasons.push(Reason { text: text.to_owned(), place: service.place });
    }
    reasons
}

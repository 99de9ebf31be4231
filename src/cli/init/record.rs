//! The plan as data.

use super::files::Files;
use super::look::{Looked, line};
use super::shown::{proposed, reason_text};
use crate::cli::secrets::Pending;
use crate::import::{Kind, Proposal};
use crate::init::{Asked, Taken};
use crate::report::init::{Answer, Planned, Service, Written};

pub(super) fn planned(
    looked: &Looked,
    asked: &Asked,
    taken: &[Taken],
    files: &Files,
    written: bool,
) -> Planned {
    let plan = looked.scene.plan.as_ref();
    let services = plan.iter().flat_map(|plan| &plan.services);
    let pending = files.stack.as_ref().map(|stack| Pending::of(stack, &looked.absolute));
    Planned {
        compose_files: looked.files.clone(),
        project: plan.and_then(|plan| plan.project.clone()),
        services: services.map(|it| service(looked, it)).collect(),
        answers: asked
            .log
            .iter()
            .map(|(question, values)| {
                let (flag, value) = (question.flag.clone(), question.values(values));
                let default = taken.iter().any(|it| it.flag == flag && it.values == value);
                Answer { question: question.text.clone(), flag, value, default }
            })
            .collect(),
        files: files
            .changed
            .iter()
            .map(|file| Written { path: file.name.to_owned(), diff: Files::diff(file) })
            .collect(),
        missing_secrets: pending.map(|it| it.missing()).unwrap_or_default(),
        written,
    }
}

fn service(looked: &Looked, it: &Proposal) -> Service {
    let all = |reasons: &[crate::import::Reason]| {
        reasons.iter().map(|reason| reason_text(reason, &looked.sources)).collect()
    };
    Service {
        name: it.service.clone(),
        place: line(it.place, &looked.sources),
        title: it.title.clone(),
        kind: kind(it.kind).to_owned(),
        reasons: all(&it.reasons),
        proposal: proposed(looked, it),
        proposed: it.ticked,
        monitored: looked.scene.has_spec && looked.scene.knows(it),
        networks: it.networks.iter().filter_map(|network| network.name.clone()).collect(),
        notes: all(&it.notes),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Known => "known",
        Kind::Unserved => "unserved",
        Kind::App => "app",
        Kind::Proxy => "proxy",
        Kind::Worker => "worker",
        Kind::OneShot => "one-shot",
        Kind::Tool => "tool",
        Kind::Monitoring => "monitoring",
    }
}

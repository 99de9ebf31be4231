//! Whose worker a worker is: the same image as an app, or the same build, with another command.

use super::super::service::Service;
use super::super::{Kind, Reason, listen};
use super::Recognised;
use crate::yaml::Node;

/// Says whose worker each worker is, and finds those that only this tells.
pub(super) fn complete(services: &[Service], found: &mut [Recognised<'_>]) {
    let apps: Vec<(String, &Service)> = services
        .iter()
        .zip(found.iter())
        .filter(|(service, it)| it.kind == Kind::App && listens(service))
        .filter_map(|(service, _)| Some((program(service)?, service)))
        .collect();
    for (service, it) in services.iter().zip(found) {
        let Some(own) = program(service) else { continue };
        let mut same = apps.iter().filter(|(program, _)| *program == own).map(|(_, app)| *app);
        let Some(app) = same.find(|app| app.name != service.name) else { continue };
        let is_silent = it.kind == Kind::App && !listens(service);
        if let Some(place) = service.command_place().filter(|_| is_silent)
            && service.words() != app.words()
        {
            it.kind = Kind::Worker;
            let text = format!("the program of {} with another command", app.name);
            it.reasons.insert(0, Reason { text, place });
        }
        if it.kind == Kind::Worker {
            it.title = format!("worker of {}", app.name);
        }
    }
}

/// What a service runs, as written: its image, or the folder that it is built from.
fn program(service: &Service) -> Option<String> {
    let image = service.node.get("image").and_then(Node::text);
    let folder = || service.node.get("build")?.get("context")?.text();
    let text = image.or_else(folder)?;
    Some(text.raw.as_ref().unwrap_or(&text.text).clone())
}

/// Whether something tells that a service listens.
fn listens(service: &Service) -> bool {
    service.has_ports() || listen::is_told(service) || listen::by_healthcheck(service).is_some()
}

//! A plan from an application and what its services were taken for.

use super::application::Application;
use super::loader::Loader;
use super::recognise::Recognised;
use super::service::Service;
use super::{Network, Offer, Proposal, names, network, offer, port};
use crate::catalog::Kinds;
use crate::yaml::Node;
use std::collections::BTreeSet;

/// The services of an application, in the order of the files.
pub(super) fn services(application: &Application, loader: &mut Loader<'_>) -> Vec<Service> {
    let entries = application.tree.get("services").map(Node::entries).unwrap_or_default();
    let entries = entries.iter();
    entries.map(|entry| Service::new(entry, &application.variables, loader)).collect()
}

/// The networks of each service. Who shares the network of another service has that one's.
pub(super) fn networks(services: &[Service], application: &Application) -> Vec<Vec<Network>> {
    let project = application.project.as_deref();
    let of = |service: &Service| network::of(service, &application.tree, project);
    let one = |service: &Service| {
        let shared = network::mode(service).and_then(|mode| mode.strip_prefix("service:"));
        let other = shared.and_then(|name| services.iter().find(|it| it.name == name));
        other.map_or_else(|| of(service), of)
    };
    services.iter().map(one).collect()
}

/// What is proposed for each service.
pub(super) fn all(
    services: &[Service],
    networks: Vec<Vec<Network>>,
    found: &[Recognised<'_>],
    kinds: &Kinds,
) -> Vec<Proposal> {
    let mut taken = BTreeSet::new();
    let each = services.iter().zip(networks).zip(found);
    each.map(|((service, networks), found)| {
        let name = names::name(&service.name, &mut taken);
        let offered = offer::offer(service, found, kinds);
        let is_monitored = matches!(offered.offer, Offer::Integration { .. });
        let secrets = if is_monitored { offer::secrets(service, found, &name) } else { Vec::new() };
        let mut notes = offered.notes;
        notes.extend(offer::remark(found, &secrets));
        Proposal {
            service: service.name.clone(),
            name,
            place: service.place,
            profiles: service.profiles().map(str::to_owned).collect(),
            kind: found.kind,
            title: found.title.clone(),
            reasons: found.reasons.iter().cloned().chain(offered.reasons).collect(),
            offer: offered.offer,
            ticked: offered.ticked,
            published: port::on_host(&service.node),
            networks,
            secrets,
            notes,
        }
    })
    .collect()
}

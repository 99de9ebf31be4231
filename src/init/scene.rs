use super::Known;
use crate::catalog::Way;
use crate::decode::Listed;
use crate::import::{Offer, Plan, Proposal};
use crate::value::Name;

/// What was looked at, before anything is asked.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// What the application's Compose files have.
    pub plan: Option<Plan>,
    /// The folder's name.
    pub folder: String,
    /// The machine's time zone, if it tells one.
    pub timezone: Option<String>,
    /// The types of integrations, conventions, in their order: name and title.
    pub conventions: Vec<(String, String)>,
    /// How alerts can reach people.
    pub ways: Listed<Name, Way>,
    /// Whether there is a spec already. Then only what it does not monitor yet is asked about.
    pub has_spec: bool,
    /// What the spec has already.
    pub known: Known,
}

impl Scene {
    /// What can be monitored of the application, and is not yet.
    pub fn proposals(&self) -> impl Iterator<Item = &Proposal> + Clone {
        let all = self.plan.iter().flat_map(|plan| &plan.services);
        all.filter(|it| !matches!(it.offer, Offer::Nothing { .. }) && !self.knows(it))
    }

    /// Whether the spec monitors a service already.
    pub fn knows(&self, proposal: &Proposal) -> bool {
        self.known.hosts.contains(&proposal.service)
            || host(&proposal.offer).is_some_and(|host| self.known.hosts.contains(&host))
    }

    /// The names that somebody gave, without those that the spec monitors already.
    pub(super) fn new_ones(&self, names: Vec<String>) -> Vec<String> {
        let services = || self.plan.iter().flat_map(|plan| &plan.services);
        let known = |name: &String| services().any(|it| it.service == *name && self.knows(it));
        names.into_iter().filter(|name| !known(name)).collect()
    }

    /// A service by its name.
    pub(super) fn proposal(&self, service: &str) -> Option<&Proposal> {
        self.proposals().find(|it| it.service == service)
    }

    /// The apps among some services.
    pub(super) fn apps<'a>(&'a self, services: &'a [String]) -> impl Iterator<Item = &'a Proposal> {
        self.all_apps().filter(|it| services.contains(&it.service))
    }

    /// All apps.
    pub(super) fn all_apps(&self) -> impl Iterator<Item = &Proposal> {
        self.proposals().filter(|it| matches!(it.offer, Offer::App { .. }))
    }
}

/// The host at which a service is reached.
fn host(offer: &Offer) -> Option<String> {
    match offer {
        Offer::Integration { address, .. } => Some(address.host.to_string()),
        Offer::App { host, .. } => Some(host.to_string()),
        Offer::Probe { target, .. } => Some(target.host.to_string()),
        Offer::Nothing { .. } => None,
    }
}

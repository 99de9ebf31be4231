use super::{Edge, Graph, Group, Id, Node};
use crate::stack::{Alerting, Job, Published, Role, Service, Stack, Via};
use crate::value::Tier;
use std::collections::BTreeMap;

impl Graph {
    /// The picture of a stack.
    pub fn of(stack: &Stack) -> Self {
        let mut build = Build::default();
        for service in &stack.services {
            build.service(service);
        }
        for collector in stack.with_role(Role::Metrics) {
            stack.jobs.iter().for_each(|job| build.job(collector, job));
        }
        for service in &stack.services {
            build.reaches(service);
        }
        build.between(stack, Role::Dashboards, Role::Metrics, "queries");
        if let Some(alerting) = &stack.alerting {
            build.between(stack, Role::Metrics, Role::Alerts, "sends alerts");
            build.people(stack, alerting);
        }
        let mut groups = vec![
            Group { title: stack.name.to_string(), nodes: build.services },
            Group { title: "outside the stack".to_owned(), nodes: build.watched },
            Group { title: "alerts".to_owned(), nodes: build.tiers },
            Group { title: "receivers".to_owned(), nodes: build.receivers },
        ];
        groups.retain(|group| !group.nodes.is_empty());
        Self { groups, edges: build.edges }
    }
}

#[derive(Default)]
struct Build {
    services: Vec<Node>,
    watched: Vec<Node>,
    tiers: Vec<Node>,
    receivers: Vec<Node>,
    edges: Vec<Edge>,
    /// The box of each service, by its name.
    by_service: BTreeMap<String, Id>,
    /// The box of everything else, by what it says.
    by_text: BTreeMap<String, Id>,
    count: usize,
}

impl Build {
    fn id(&mut self) -> Id {
        self.count += 1;
        Id(self.count)
    }

    fn service(&mut self, service: &Service) {
        let id = self.id();
        let mut lines = vec![service.name.to_string()];
        lines.extend(service.published.iter().map(Published::address));
        self.by_service.insert(service.name.to_string(), id);
        self.services.push(Node { id, lines });
    }

    /// The box of something that the stack watches.
    fn watched(&mut self, text: &str) -> Id {
        if let Some(id) = self.by_text.get(text) {
            return *id;
        }
        let id = self.id();
        self.by_text.insert(text.to_owned(), id);
        self.watched.push(Node { id, lines: vec![text.to_owned()] });
        id
    }

    /// An arrow, if it is not there yet and leads somewhere else.
    fn edge(&mut self, from: Id, to: Id, label: &str) {
        let edge = Edge { from, to, label: label.to_owned() };
        if from != to && !self.edges.contains(&edge) {
            self.edges.push(edge);
        }
    }

    /// The box of a service.
    fn of(&self, service: &Service) -> Option<Id> {
        self.by_service.get(service.name.as_str()).copied()
    }

    fn between(&mut self, stack: &Stack, from: Role, to: Role, label: &str) {
        for from in stack.with_role(from).filter_map(|one| self.of(one)).collect::<Vec<_>>() {
            for to in stack.with_role(to).filter_map(|one| self.of(one)).collect::<Vec<_>>() {
                self.edge(from, to, label);
            }
        }
    }

    /// The box at an address: a service of the stack, or something that it watches.
    fn at(&mut self, address: &str) -> Id {
        let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
        match self.by_service.get(host) {
            Some(id) => *id,
            None => self.watched(address),
        }
    }

    fn job(&mut self, collector: &Service, job: &Job) {
        let Some(collector) = self.of(collector) else { return };
        let (from, label) = match &job.via {
            Via::Direct => (collector, "scrapes"),
            Via::Exporter { address } => {
                let exporter = self.at(address);
                self.edge(collector, exporter, "scrapes");
                (exporter, "probes")
            }
        };
        for target in &job.targets {
            let to = self.at(&target.address);
            self.edge(from, to, label);
        }
    }

    /// What a service connects to, and whether it looks at the host.
    fn reaches(&mut self, service: &Service) {
        let Some(from) = self.of(service) else { return };
        for reached in &service.reaches {
            let to = self.at(&reached.text);
            self.edge(from, to, "connects to");
        }
        if !service.host.mounts.is_empty() {
            let to = self.watched("this host");
            self.edge(from, to, "reads");
        }
    }

    fn people(&mut self, stack: &Stack, alerting: &Alerting) {
        let senders: Vec<Id> =
            stack.with_role(Role::Alerts).filter_map(|one| self.of(one)).collect();
        for route in &alerting.routes {
            let alerts = stack.parts.iter().flat_map(|part| &part.alerts);
            let names: Vec<String> =
                alerts.filter(|it| it.tier == route.tier).map(|it| it.name.to_string()).collect();
            if names.is_empty() || route.tier == Tier::Heartbeat && route.receivers.is_empty() {
                continue;
            }
            let tier = self.id();
            let lines = std::iter::once(when(route.tier)).chain(names).collect();
            self.tiers.push(Node { id: tier, lines });
            for sender in &senders {
                self.edge(*sender, tier, "routes");
            }
            for receiver in &route.receivers {
                let to = self.receiver(receiver.name.as_str());
                self.edge(tier, to, "reaches");
            }
        }
    }

    fn receiver(&mut self, name: &str) -> Id {
        let known = self.receivers.iter().find(|node| node.lines[0] == name);
        if let Some(node) = known {
            return node.id;
        }
        let id = self.id();
        self.receivers.push(Node { id, lines: vec![name.to_owned()] });
        id
    }
}

/// A tier, and when it is sent.
fn when(tier: Tier) -> String {
    let when = match tier {
        Tier::P0 => "at any hour",
        Tier::P1 => "in working hours",
        Tier::P2 => "once a day",
        Tier::Heartbeat => "every minute",
    };
    format!("{tier}, {when}:")
}

//! Things that the catalogue knows how to monitor.

use super::evaluate::Evaluate as _;
use super::service::Wish;
use super::{Builder, components, labels};
use crate::catalog::{Catalog, Loaded, Scrape, Section};
use crate::decode::At;
use crate::decode::codes::MISSING_KEY;
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::spec::{IntegrationUse, Spec};
use crate::stack::{Published, Service, Target, codes, target_label};
use crate::template::Context;
use crate::value::{Duration, Name};
use serde_json::json;
use std::sync::Arc;

/// How often the integrations in use are scraped that have an interval of their own.
pub(super) fn intervals(
    spec: &Spec,
    catalog: &mut Catalog,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<At<Duration>> {
    let mut found = Vec::new();
    for (name, given) in spec.integrations.iter().filter(|(_, given)| given.keys.enabled) {
        let wanted = given.keys.r#type.as_ref().unwrap_or(name);
        if !catalog.has_integration(wanted.as_str()) {
            continue;
        }
        let loaded = catalog.integration(wanted.as_str(), sources, diagnostics);
        let scrapes = loaded.iter().flat_map(|loaded| &loaded.integration.scrapes);
        found.extend(scrapes.filter_map(|scrape| scrape.interval.clone()));
    }
    found
}

/// The uses of one integration.
struct Group<'s> {
    loaded: Arc<Loaded>,
    uses: Vec<(&'s At<Name>, &'s IntegrationUse)>,
}

impl Builder<'_> {
    /// Adds the integrations that are enabled: one exporter for each use, one scrape job and one
    /// set of rules for each type.
    pub(super) fn integrations(&mut self) {
        let spec = self.spec;
        let mut groups: Vec<Group<'_>> = Vec::new();
        for (name, given) in &spec.integrations {
            let wanted = given.keys.r#type.as_ref().unwrap_or(name);
            let Some(loaded) = self.integration(name, wanted) else { continue };
            if !given.keys.enabled {
                // Its settings are read all the same, so that mistakes in them are found.
                self.settings(&loaded, name, given);
                continue;
            }
            match groups.iter_mut().find(|group| group.loaded.name == loaded.name) {
                Some(group) => group.uses.push((name, given)),
                None => groups.push(Group { loaded, uses: vec![(name, given)] }),
            }
        }
        for group in groups {
            self.group(&group);
        }
        // Of those with mistakes, the settings are looked at as well.
        for (name, given) in spec.integrations.unsound() {
            let wanted = given.keys.r#type.as_ref().unwrap_or(name);
            if self.catalog.has_integration(wanted.as_str())
                && let Some(loaded) = self.integration(name, wanted)
            {
                self.settings(&loaded, name, given);
            }
        }
    }

    /// The integration that a use names, if it can be used there.
    fn integration(&mut self, name: &At<Name>, wanted: &At<Name>) -> Option<Arc<Loaded>> {
        if self.catalog.has_integration(wanted.as_str()) {
            let loaded = self.load(wanted.as_str())?;
            if loaded.integration.section == Section::Integrations {
                return Some(loaded);
            }
        }
        self.unknown_type(name, wanted);
        None
    }

    fn group(&mut self, group: &Group<'_>) {
        let loaded = &group.loaded;
        let integration = &loaded.integration;
        if let (true, [(first, _), (second, _), ..]) = (integration.singleton, &group.uses[..]) {
            self.diagnostics.push(
                Diagnostic::error(
                    codes::DUPLICATE_NAME,
                    format!("a stack has at most one integration of type {}", loaded.name),
                )
                .at(second.span, "this one")
                .at(first.span, "and this one")
                .help("to watch other machines, give one of them their exporters as `targets`"),
            );
            return;
        }
        let mut jobs: Vec<_> =
            integration.scrapes.iter().map(|scrape| (scrape, Vec::new())).collect();
        for (name, given) in &group.uses {
            self.one_use(loaded, name, given, &mut jobs);
        }
        jobs.retain(|(_, targets)| !targets.is_empty());
        if jobs.is_empty() {
            return;
        }
        let span = group.uses[0].0.span;
        let names = jobs.iter().map(|(scrape, _)| scrape.job.to_string()).collect();
        for (scrape, targets) in jobs {
            self.jobs.push(components::job(loaded, scrape, targets, span));
        }
        self.part(loaded, names, &[]);
    }

    /// Adds the services of one use, and to each scrape job its target among them; or, if exporters run
    /// already, those.
    fn one_use(
        &mut self,
        loaded: &Arc<Loaded>,
        name: &At<Name>,
        given: &IntegrationUse,
        jobs: &mut [(&Scrape, Vec<Target>)],
    ) {
        let settings = self.settings(loaded, name, given);
        let integration = &loaded.integration;
        let own = labels::of_metrics(integration.metrics.iter().map(|(_, metric)| metric));
        let own = self.user_labels("integration", &given.keys.labels, &own);
        if !given.keys.targets.is_empty() {
            self.refuse_repeated(&given.keys.targets);
            if self.charge_labels(&own, given.keys.targets.len(), name.span).is_none() {
                return;
            }
            let target = |target: &At<crate::value::HostPort>| Target {
                address: target.to_string(),
                labels: own.clone(),
                span: target.span,
            };
            for (_, targets) in jobs {
                targets.extend(given.keys.targets.iter().map(target));
            }
            return;
        }
        if integration.services.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(MISSING_KEY, format!("[integrations.{name}] needs `targets`"))
                    .at(name.span, format!("{} brings no exporter of its own", loaded.name)),
            );
            return;
        }
        let known = [("instance", json!(name.as_str())), ("settings", settings.values)];
        let context = known
            .iter()
            .fold(Context::default(), |context, (name, value)| context.with(*name, value));
        self.brings(loaded, known.to_vec());
        let mut made = Vec::new();
        for (nth, template) in integration.services.iter().enumerate() {
            let readable = |key: &String| template.secrets.iter().any(|it| it.as_str() == key);
            let secrets = settings.secrets.iter().filter(|(key, _)| readable(key));
            // What a use says about its container is about the first one.
            let keys = Some(&given.keys).filter(|_| nth == 0);
            let wish = Wish {
                span: name.span,
                image: keys.and_then(|keys| keys.image.as_ref()),
                limits: keys.and_then(|keys| keys.resources.as_ref()),
                context: context.clone(),
                secrets: secrets.map(|(_, file)| file.clone()).collect(),
            };
            let Some(mut service) = self.service(loaded, template, wish) else { return };
            if nth == 0 {
                publish(&mut service, given, template.authenticates);
                service.reaches.clone_from(&settings.reaches);
            }
            made.push(service);
        }
        let mut labels = vec![(target_label::INSTANCE.to_owned(), name.to_string())];
        labels.extend(own);
        for (scrape, targets) in jobs {
            let address = self.scraped(loaded, scrape, &made);
            targets.extend(address.map(|address| Target {
                address,
                labels: labels.clone(),
                span: Span::NOWHERE,
            }));
        }
        self.services.extend(made);
    }

    /// The address of the service that a job scrapes, among those made of an integration.
    pub(super) fn scraped(
        &mut self,
        loaded: &Loaded,
        scrape: &Scrape,
        made: &[Service],
    ) -> Option<String> {
        let templates = &loaded.integration.services;
        let service = match &scrape.service {
            None => made.first()?,
            Some(wanted) => {
                let nth = templates.iter().position(|one| one.name.value == wanted.value);
                let Some(service) = nth.and_then(|nth| made.get(nth)) else {
                    let known = templates.iter().map(|one| one.name.as_str());
                    self.unknown("service", wanted.as_str(), wanted.span, known);
                    return None;
                };
                service
            }
        };
        let Some(wanted) = &scrape.port else { return Some(service.address()) };
        let Some(port) = service.ports.get(wanted.as_str()) else {
            let known = service.ports.keys().map(String::as_str);
            self.unknown("port", wanted.as_str(), wanted.span, known);
            return None;
        };
        Some(format!("{}:{port}", service.name))
    }
}

/// An exporter is published only where a spec says on which port.
fn publish(service: &mut Service, given: &IntegrationUse, authenticated: bool) {
    let Some(port) = &given.keys.port else { return };
    service.published.push(Published {
        bind: given.keys.bind.value,
        port: port.value,
        target: service.port,
        span: port.span,
        bind_span: given.keys.bind.span,
        authenticated,
    });
}

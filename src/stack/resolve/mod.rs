//! Spec and catalogue into a stack.

mod annotation;
mod apps;
mod components;
mod datasources;
mod distinct;
mod evaluate;
mod files;
mod groups;
mod host;
mod host_gateway;
mod integrations;
mod labels;
mod literals;
mod metrics;
mod own_files;
mod own_rules;
mod parts;
mod probes;
mod profile;
mod promtool;
mod receivers;
mod recordings;
mod routing;
mod rules;
mod scales;
mod scene;
mod secrets;
mod service;
mod settings;
mod signals;
mod targets;
mod unknown_type;

use super::{
    Condition, Dependency, Job, OwnFiles, Part, Profile, PrometheusSettings, Service, Stack,
    Volume, Watch, codes,
};
use crate::catalog::{Catalog, Loaded, Role};
use crate::decode::At;
use crate::decode::codes::BAD_VALUE;
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::spec::Spec;
use crate::template::Engine;
use crate::value::{Line, Name, Patterns};
use evaluate::Evaluate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Resolves a spec. Whatever is wrong is reported; then the stack lacks the parts that are.
pub fn resolve(
    spec: &Spec,
    catalog: &mut Catalog,
    own_files: &OwnFiles,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Stack {
    let engine = Engine::new();
    let slow = integrations::intervals(spec, catalog, sources, diagnostics);
    let prometheus = scales::prometheus(spec, &slow, diagnostics);
    let mut builder = Builder {
        spec,
        catalog,
        own_files,
        sources,
        diagnostics,
        engine,
        patterns: Patterns::default(),
        prometheus,
        services: vec![],
        jobs: vec![],
        probes: vec![],
        parts: vec![],
        profiles: vec![],
        disabled: vec![],
        bringers: vec![],
        required: vec![],
    };
    let sections = Catalog::sections(builder.sources, builder.diagnostics);
    let proxy = sections.as_ref().and_then(|sections| builder.components(&sections.stack));
    builder.integrations();
    if let Some(sections) = &sections {
        builder.apps(sections.apps.as_str());
        builder.probes(sections.probes.as_str());
    }
    builder.refuse_duplicates();
    builder.check_file_systems();
    let alerting = builder.routing();
    let overview = sections.as_ref().and_then(|sections| builder.overview(sections));
    builder.order_services();
    builder.host_gateway();
    let (mut files, datasources) = builder.brought(proxy.as_ref());
    let own_rules = builder.own_rules(&mut files);
    let Builder { prometheus, services, jobs, probes, parts, profiles, .. } = builder;
    let mut stack = Stack {
        name: spec.name.value.clone(),
        preset: spec.preset,
        prometheus,
        services,
        host: spec.host.clone(),
        join: spec.networks.join.clone(),
        jobs,
        probes,
        parts,
        own_rules,
        alerting,
        grafana: *spec.grafana.enabled,
        overview,
        datasources,
        files,
        proxy,
        profiles,
        source: spec.version.span.source,
    };
    stack.leave_out_empty_folders();
    stack
}

/// A stack on its way.
struct Builder<'a> {
    spec: &'a Spec,
    catalog: &'a mut Catalog,
    own_files: &'a OwnFiles,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    engine: Engine,
    patterns: Patterns,
    prometheus: PrometheusSettings,
    services: Vec<Service>,
    jobs: Vec<Job>,
    probes: Vec<Watch>,
    parts: Vec<Part>,
    profiles: Vec<Profile>,
    /// Alerts that the spec switches off.
    disabled: Vec<crate::value::AlertName>,
    /// Integrations in use that bring files.
    bringers: Vec<files::Bringer>,
    /// What integrations in use require, and which do.
    required: Vec<(Line, At<Role>)>,
}

impl Evaluate for Builder<'_> {
    fn tools(&mut self) -> (&Engine, &mut Diagnostics) {
        (&self.engine, self.diagnostics)
    }
}

impl Builder<'_> {
    /// An integration of the catalogue.
    fn load(&mut self, name: &str) -> Option<Arc<Loaded>> {
        self.catalog.integration(name, self.sources, self.diagnostics)
    }

    /// Two services, or two scrape jobs, under one name.
    fn refuse_duplicates(&mut self) {
        let services = self.services.iter().map(|service| (service.name.to_string(), service.span));
        let found = duplicates("service", services);
        let jobs = self.jobs.iter().map(|job| (job.name.clone(), job.span));
        self.diagnostics.extend(found.into_iter().chain(duplicates("scrape job", jobs)));
        self.refuse_shared_volumes();
        self.check_networks();
    }

    /// A network joined twice, or that no service can join: the stack's own, and Docker's own.
    fn check_networks(&mut self) {
        let join = &self.spec.networks.join;
        self.refuse_repeated(join);
        let own = format!("{}_monitoring", self.spec.name);
        for network in join.iter().filter(|network| network.as_str() == own) {
            self.diagnostics.push(
                Diagnostic::error(BAD_VALUE, format!("`{own}` is the stack's own network"))
                    .at(network.span, "")
                    .note("Compose makes it with the stack, and cannot find it before")
                    .help("join those of your applications"),
            );
        }
        for (network, why) in join.iter().filter_map(|name| Some((name, name.predefined()?))) {
            self.diagnostics.push(
                Diagnostic::error(BAD_VALUE, format!("no service can join Docker's own network `{network}`"))
                    .at(network.span, "")
                    .note(why)
                    .help("join the network of your application, as `docker network ls` shows it: join = [\"shop_default\"]")
                    .help("for a container that is on no other: docker network create shop, then docker network connect shop CONTAINER"),
            );
        }
    }

    /// Two containers that would write to one volume, each as if it had it for itself.
    fn refuse_shared_volumes(&mut self) {
        let mut owners: BTreeMap<&Name, &Service> = BTreeMap::new();
        for service in &self.services {
            for Volume { name: volume, .. } in &service.volumes {
                let Some(first) = owners.insert(volume, service) else { continue };
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::DUPLICATE_NAME,
                        format!(
                            "{} and {} would both write to the volume `{volume}`",
                            first.name, service.name
                        ),
                    )
                    .at(service.span, "this one")
                    .at(first.span, "and this one")
                    .help("give it another name in the integration; one with a volume runs once, so give it `singleton = true`"),
                );
            }
        }
    }

    /// Services wait until those that they depend on work, where Docker can see that. Dependencies on what
    /// is not there are dropped.
    fn order_services(&mut self) {
        let condition = |service: &Service| match &service.healthcheck {
            Some(_) => Condition::Healthy,
            None => Condition::Started,
        };
        let known: BTreeMap<Name, Condition> =
            self.services.iter().map(|one| (one.name.clone(), condition(one))).collect();
        for service in &mut self.services {
            let wanted = std::mem::take(&mut service.depends_on).into_iter();
            let there =
                wanted.filter_map(|it| Some(Dependency { condition: *known.get(&it.name)?, ..it }));
            service.depends_on = there.collect();
        }
    }
}

fn duplicates(what: &str, named: impl Iterator<Item = (String, Span)>) -> Vec<Diagnostic> {
    let mut seen = BTreeMap::new();
    let mut found = Vec::new();
    for (name, span) in named {
        if let Some(first) = seen.get(&name) {
            let problem = Diagnostic::error(
                codes::DUPLICATE_NAME,
                format!("two {what}s would be named `{name}`"),
            )
            .at(span, "this one")
            .at(*first, "and this one");
            // What a preset or a default brings stands nowhere in the spec.
            let ours = [span, *first].contains(&Span::NOWHERE);
            found.push(if ours {
                problem
                    .note(format!("the stack has a {what} of this name of its own"))
                    .help("give yours another name")
            } else {
                problem.help("give one of them another name")
            });
        } else {
            seen.insert(name, span);
        }
    }
    found
}
